import { describe, expect, it } from 'vitest'
import { filtersOf, queryOf, WHOLE } from './look-state'

describe('what is looked at', () => {
  it('asks for all where nothing is filtered', () => {
    const asked = Object.entries(queryOf(WHOLE)).filter(([, value]) => value !== null)
    expect(asked).toEqual([['sort', 'newest'], ['trashed', false]])
    expect(filtersOf(WHOLE)).toEqual([])
  })

  it('takes a day from its first to its last moment of the local calendar', () => {
    const { date_from, date_to } = queryOf({ ...WHOLE, from: '2026-03-29', to: '2026-03-29' })
    expect(date_from).toBe(new Date(2026, 2, 29).toISOString())
    expect(date_to).toBe(new Date(2026, 2, 29, 23, 59, 59, 999).toISOString())
  })

  it('names the filters that are on', () => {
    expect(filtersOf({ ...WHOLE, text: 'fox', kind: 'split', sort: 'oldest' })).toEqual(['text', 'kind'])
  })
})
