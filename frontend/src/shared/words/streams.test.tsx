import { act, render, screen } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { QueryClient } from '@tanstack/react-query'
import type { Reproduction } from '@/bridge/contract'
import { hearWords } from './hear'
import { StreamText } from './StreamText'
import { streamedText } from './streams'

const delta = (id: string, text: string) => hearWords(new QueryClient(), { type: 'text.delta', data: { id, text } })
const changed = (client: QueryClient, row: Partial<Reproduction>) => hearWords(client, { type: 'reproduction.changed', data: { id: row.id, reproduction: row } })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] })
})

describe('words as they come', () => {
  it('are written once a frame, paragraph by paragraph', () => {
    render(<StreamText id="a" text="" label="words" />)
    const log = screen.getByRole('log')
    delta('a', 'one ')
    delta('a', 'two\nthr')
    delta('a', 'ee')
    expect(log.textContent).toBe('')
    act(() => void vi.advanceTimersToNextFrame())
    expect([...log.children].map(({ textContent }) => textContent)).toEqual(['one two', 'three'])
  })

  it('start from what is known, and are put right by the whole text at the end', () => {
    render(<StreamText id="b" text="known " label="words" />)
    delta('b', 'mor')
    hearWords(new QueryClient(), { type: 'text.done', data: { id: 'b', text: 'known and more', state: 'done' } })
    act(() => void vi.advanceTimersToNextFrame())
    expect(screen.getByRole('log').textContent).toBe('known and more')
  })

  it('are forgotten once they have ended and nobody listens, and then shown from their row', () => {
    const done = { type: 'text.done', data: { id: 'd', text: 'all of it' } } as const
    delta('d', 'all')
    const { unmount } = render(<StreamText id="d" text="" label="words" />)
    hearWords(new QueryClient(), done)
    expect(streamedText('d')).toBe('all of it')
    unmount()
    expect(streamedText('d')).toBe('')
    render(<StreamText id="d" text="all of it" label="words" />).unmount()
    hearWords(new QueryClient(), done)
    expect(streamedText('d')).toBe('')
  })

  it('are not thrown back by what was kept a moment ago, but begin anew when asked afresh', () => {
    const client = new QueryClient()
    changed(client, { id: 'c', state: 'running', text: '' })
    delta('c', 'one two')
    changed(client, { id: 'c', state: 'running', text: 'one', prompt: 'mine' })
    expect(streamedText('c')).toBe('one two')
    changed(client, { id: 'c', state: 'stopped', text: 'one two' })
    changed(client, { id: 'c', state: 'running', text: '' })
    expect(streamedText('c')).toBe('')
  })
})
