import { describe, expect, it } from 'vitest'
import { dayText, lastDays } from './days'

describe('lastDays', () => {
  it('ends today and passes over the ends of months', () => {
    expect(lastDays(3, new Date(2026, 2, 1, 23, 59))).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
    expect(new Set(lastDays(365, new Date(2026, 9, 25))).size).toBe(365)
  })
})

describe('dayText', () => {
  it('writes days and months in the language', () => {
    expect(dayText(`${new Date().getFullYear()}-11-03`, 'en')).toBe('Nov 3')
    expect(dayText('2026-11', 'ru')).toBe('ноябрь 2026 г.')
    expect(dayText('2026-11', 'zh')).toBe('2026年11月')
  })
})
