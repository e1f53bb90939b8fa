import { laidTogether, type Sentences } from './sentences'

export default laidTogether(import.meta.glob<Sentences>(['./zh.json', './*.zh.json'], { eager: true, import: 'default' }))
