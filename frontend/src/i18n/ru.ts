import { laidTogether, type Sentences } from './sentences'

export default laidTogether(import.meta.glob<Sentences>(['./ru.json', './*.ru.json'], { eager: true, import: 'default' }))
