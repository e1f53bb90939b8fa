import type { BlockChange, RefineIteration, RefineSession } from '@/bridge/contract'

export type Block = BlockChange['block']

/** In the order of a prompt. */
export const BLOCKS: readonly Block[] = ['subject', 'style', 'composition', 'lighting', 'camera', 'constraints', 'negative_constraints']

/** As people count: the first image is the first. */
export const numberOf = (index: number): number => index + 1

type Iterations = Pick<RefineSession, 'iterations'>

/** What became of an iteration. `kept`: it was the best once; `dropped`: it was worse than the best. */
export type Fate = 'best' | 'kept' | 'dropped' | 'waiting' | 'failed'

export function fateOf({ iterations }: Iterations, { index, standing, judge_score }: RefineIteration): Fate {
  if (standing !== 'kept') return standing
  // The next prompt starts from the best: what another one starts from was the best then.
  const led = iterations.some(({ parent }) => parent === index) || (index === 0 && judge_score !== null)
  return led ? 'kept' : 'dropped'
}

/** The iteration that is looked at: the one picked, else the newest that is at work, else the best, else the last. */
export function shownIteration({ iterations, best, status }: Pick<RefineSession, 'iterations' | 'best' | 'status'>, picked: number | null): RefineIteration | undefined {
  const last = iterations.at(-1)
  if (picked !== null && iterations[picked]) return iterations[picked]
  if (last?.standing === 'waiting' && (status === 'running' || best === null)) return last
  return best !== null ? iterations[best] : last
}

/** Its own parent, that one's, and so on to the first; itself at the head. */
export function lineage({ iterations }: Iterations, iteration: RefineIteration): RefineIteration[] {
  const found: RefineIteration[] = []
  let at: RefineIteration | undefined = iteration
  while (at && !found.includes(at)) {
    found.push(at)
    at = at.parent === null ? undefined : iterations[at.parent]
  }
  return found
}

export interface BlockStory {
  block: Block
  text: string
  /** The iteration of its line that last changed it, and what it said before; `null`: it is as it was first written. */
  change: { index: number; before: string } | null
}

/** Each block of a prompt and where it last changed on the way to it. */
export function storyOf(session: Iterations, iteration: RefineIteration): BlockStory[] {
  const line = lineage(session, iteration)
  return BLOCKS.filter((block) => block in iteration.blocks).map((block) => {
    const at = line.find(({ prompt_diff }) => prompt_diff.some((change) => change.block === block))
    const change = at?.prompt_diff.find((each) => each.block === block)
    return { block, text: iteration.blocks[block] ?? '', change: at && change ? { index: at.index, before: change.before } : null }
  })
}

const MARKER = (block: Block, end: 'BEGIN' | 'END') => new RegExp(`^[ \\t]*##[ \\t]*FLEX_${end}:${block}[ \\t]*\\r?\\n?`, 'm')

/** The same prompt with the words of some blocks changed; all else of the text stays as it is, byte for byte. */
export function withBlocks(prompt: string, changes: Partial<Record<Block, string>>): string {
  return (Object.entries(changes) as [Block, string][]).reduce((text, [block, words]) => {
    const begin = MARKER(block, 'BEGIN').exec(text)
    if (!begin) return text
    const start = begin.index + begin[0].length
    const end = MARKER(block, 'END').exec(text.slice(start))
    if (!end) return text
    const body = words.trim() === '' ? '' : `${words.trim()}\n`
    return text.slice(0, start) + body + text.slice(start + end.index)
  }, prompt)
}

/** Iterations that have a picture, in order. */
export const withPictures = ({ iterations }: Iterations): (RefineIteration & { image: string })[] =>
  iterations.filter((each): each is RefineIteration & { image: string } => each.image !== null)
