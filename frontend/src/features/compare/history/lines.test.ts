import { describe, expect, it } from 'vitest'
import { summaryOf } from '@/shared/jobs/run-cache'
import { aRun } from '@/shared/jobs/a-run'
import { dayLabel, dayOf, linesOf } from './lines'

const at = (id: string, moment: Date) => summaryOf(aRun([], { id, created: moment.toISOString() }))
const now = new Date(2026, 10, 21, 9).getTime()

describe('the lines of the history', () => {
  it('puts a heading before the first run of each day', () => {
    const lines = linesOf([
      at('a', new Date(2026, 10, 21, 8)),
      at('b', new Date(2026, 10, 21, 1)),
      at('c', new Date(2026, 10, 20, 23)),
    ])
    expect(lines.map(({ key }) => key)).toEqual(['2026-11-21', 'a', 'b', '2026-11-20', 'c'])
  })

  it('says today and yesterday in the language, else the date', () => {
    expect(dayLabel(dayOf(now), 'en', now)).toBe('today')
    expect(dayLabel('2026-11-20', 'ru', now)).toBe('вчера')
    expect(dayLabel('2026-11-03', 'en', now)).toBe('November 3')
    expect(dayLabel('2025-11-03', 'en', now)).toBe('November 3, 2025')
  })
})
