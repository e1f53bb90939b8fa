import { describe, expect, it } from 'vitest'
import { anIteration, aSession } from './a-session'
import { fateOf, lineage, shownIteration, storyOf, withBlocks } from './facts'

const PROMPT = 'Poster.\n## FLEX_BEGIN:subject\na lighthouse\n## FLEX_END:subject\nKeep.\n  ## FLEX_BEGIN:camera\n## FLEX_END:camera\n'

describe('the words of a block', () => {
  it('change alone: all else stays as it is', () => {
    expect(withBlocks(PROMPT, { subject: ' two lighthouses \n' })).toBe(PROMPT.replace('a lighthouse', 'two lighthouses'))
    expect(withBlocks(PROMPT, { camera: 'from above' })).toBe(PROMPT.replace('FLEX_BEGIN:camera\n', 'FLEX_BEGIN:camera\nfrom above\n'))
    expect(withBlocks(PROMPT, { subject: '' })).toBe(PROMPT.replace('a lighthouse\n', ''))
  })

  it('are not put where there is no such block, nor taken for a pattern', () => {
    expect(withBlocks(PROMPT, { style: 'flat' })).toBe(PROMPT)
    expect(withBlocks(PROMPT, { subject: '$& $1' })).toBe(PROMPT.replace('a lighthouse', () => '$& $1'))
  })
})

const session = aSession([
  anIteration(0, { blocks: { subject: 'a fox', style: 'flat' } }),
  anIteration(1, { parent: 0, blocks: { subject: 'two foxes', style: 'flat' }, prompt_diff: [{ block: 'subject', before: 'a fox', after: 'two foxes' }] }),
  anIteration(2, { parent: 1, blocks: { subject: 'two foxes', style: 'ink' }, prompt_diff: [{ block: 'style', before: 'flat', after: 'ink' }] }),
  anIteration(3, { parent: 1, standing: 'best', blocks: { subject: 'two foxes', style: 'oil' }, prompt_diff: [{ block: 'style', before: 'flat', after: 'oil' }] }),
])

describe('a session', () => {
  it('tells what led once from what never did', () => {
    expect(session.iterations.map((each) => fateOf(session, each))).toEqual(['kept', 'kept', 'dropped', 'best'])
  })

  it('tells where each block last changed on the way to a prompt, not on side ways', () => {
    const [, , , last] = session.iterations
    expect(last && lineage(session, last).map(({ index }) => index)).toEqual([3, 1, 0])
    expect(last && storyOf(session, last)).toEqual([
      { block: 'subject', text: 'two foxes', change: { index: 1, before: 'a fox' } },
      { block: 'style', text: 'oil', change: { index: 3, before: 'flat' } },
    ])
  })

  it('shows what is picked, else what is at work, else the best', () => {
    expect(shownIteration(session, 2)?.index).toBe(2)
    expect(shownIteration(session, null)?.index).toBe(3)
    expect(shownIteration(session, 9)?.index).toBe(3)
    const running = aSession([anIteration(0, { standing: 'best' }), anIteration(1, { standing: 'waiting', image: null })], { status: 'running' })
    expect(shownIteration(running, null)?.index).toBe(1)
    expect(shownIteration({ ...running, status: 'draft' }, null)?.index).toBe(0)
  })
})
