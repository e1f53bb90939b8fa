import type { Reproduction } from '@/bridge/contract'
import { bare, isIn } from '@/shared/words/answer'

export type Flaw = 'language' | 'json' | 'flex'

const BLOCKS = ['subject', 'style', 'composition', 'lighting', 'camera', 'constraints', 'negative_constraints']

/** What is wrong with the form of a whole description: it was asked for in another language, or as something it is not. */
export function flawOf({ state, text, options }: Pick<Reproduction, 'state' | 'text' | 'options'>): Flaw | null {
  if (state !== 'done' || text.trim() === '') return null
  if (options.style === 'json' && !isObject(bare(text))) return 'json'
  if (options.style === 'flex' && !hasBlocks(text)) return 'flex'
  // The keys of an object and the names of blocks are English in any language.
  const words = text.replace(/^## FLEX_.*$/gm, '').replace(/"\w+"\s*:/g, '')
  return isIn(options.language ?? 'English', words) ? null : 'language'
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** Each block once, in their order, each closed before the next. */
function hasBlocks(text: string): boolean {
  const marks = [...text.matchAll(/^## FLEX_(BEGIN|END):(\w+)\s*$/gm)].map(([, side, name]) => `${side}:${name}`)
  return marks.join() === BLOCKS.flatMap((name) => [`BEGIN:${name}`, `END:${name}`]).join()
}
