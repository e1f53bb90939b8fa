import { BLOCKS, type Block } from './facts'

/** So quiet that it parts the blocks without competing with the pictures. */
const TINT: Record<Block, string> = Object.fromEntries(BLOCKS.map((block, index) => [block, `oklch(0.66 0.075 ${30 + index * 50})`])) as Record<Block, string>

/** A block's colour, the same in the prompt and in the checklist. */
export const tintOf = (block: Block | 'quality'): string => (block === 'quality' ? 'var(--dim)' : TINT[block])

export const BlockMark = ({ block }: { block: Block | 'quality' }) => <span aria-hidden className="inline-block size-2 shrink-0 rounded-[3px]" style={{ background: tintOf(block) }} />
