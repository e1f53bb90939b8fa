import { describe, expect, it } from 'vitest'
import { formatAgo, formatCost, formatDay } from './format'

describe('formatCost', () => {
  it.each([
    [0, '$0.00'],
    [0.042, '$0.042'],
    [0.1, '$0.10'],
    [0.0004, '<$0.001'],
    [1.857, '$1.86'],
    [1234.5, '$1,234.50'],
  ])('writes %d as %s', (dollars, text) => expect(formatCost(dollars, 'en')).toBe(text))

  it('writes in the currency that is asked for', () => {
    expect(formatCost(0.035, 'zh', { currency: 'CNY', perDollar: 7.1 })).toBe('¥0.249')
    expect(formatCost(20, 'en', { currency: 'JPY', perDollar: 144 })).toBe('¥2,880')
    expect(formatCost(0.00001, 'en', { currency: 'EUR', perDollar: 0.85 })).toBe('<€0.001')
  })

  it('writes as the language does', () => expect(formatCost(1.86, 'ru')).toBe('1,86\u00a0$'))
})

describe('formatAgo', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  it.each([
    ['2026-11-21T11:59:40Z', 'now'],
    ['2026-11-21T11:58:00Z', '2 min. ago'],
    ['2026-11-21T09:00:00Z', '3 hr. ago'],
    ['2026-11-20T11:00:00Z', 'yesterday'],
    ['2026-11-03T11:00:00Z', 'Nov 3'],
    ['2026-11-21T12:00:30Z', 'now'],
  ])('%s is %s', (iso, text) => expect(formatAgo(iso, 'en', now)).toBe(text))
})

describe('formatDay', () => {
  it('names the year only when it is another one', () => {
    const now = Date.parse('2026-11-21T12:00:00Z')
    expect(formatDay('2025-03-05T12:00:00Z', 'en', now)).toBe('Mar 5, 2025')
    expect(formatDay('2026-03-05T12:00:00Z', 'en', now)).toBe('Mar 5')
  })
})
