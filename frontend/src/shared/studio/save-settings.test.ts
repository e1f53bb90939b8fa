import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { settingsQuery } from './queries'
import { flushSettings, hearSettings, refetchSettings, saveSettings } from './save-settings'
import { answerAtTheWire, EngineSays, someSettings } from './test-engine'

let client: QueryClient
const known = () => client.getQueryData(settingsQuery.queryKey)

beforeEach(() => {
  vi.useFakeTimers()
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  client.setQueryData(settingsQuery.queryKey, someSettings)
})
afterEach(() => vi.useRealTimers())

const engine = () => answerAtTheWire({ update_settings: ({ changes }) => ({ ...someSettings, ...(changes as object) }) })

describe('saveSettings', () => {
  it('is on the page at once and sent once, when it is quiet', async () => {
    const asked = engine()
    saveSettings(client, { theme: 'light' })
    saveSettings(client, { columns: '2' })
    expect(known()).toMatchObject({ theme: 'light', columns: '2' })
    expect(asked).toEqual([])
    await vi.runAllTimersAsync()
    expect(asked).toEqual([{ method: 'update_settings', args: { changes: { theme: 'light', columns: '2' } } }])
  })

  it('is sent at once when it is flushed, and only then', async () => {
    const asked = engine()
    saveSettings(client, { theme: 'light' })
    await flushSettings(client)
    await vi.runAllTimersAsync()
    await flushSettings(client)
    expect(asked).toHaveLength(1)
  })

  it('takes back what the engine refuses', async () => {
    answerAtTheWire({
      update_settings: () => {
        throw new EngineSays({ code: 'bad_request', message: '', details: {} })
      },
    })
    saveSettings(client, { network_timeout_seconds: 1 })
    await vi.runAllTimersAsync()
    await client.query({ ...settingsQuery, staleTime: 0 })
    expect(known()).toEqual(someSettings)
  })

  it('keeps what the engine does not answer, and sends it once it is there again', async () => {
    answerAtTheWire({
      update_settings: () => {
        throw new Error('nobody is there')
      },
    })
    saveSettings(client, { prompt_draft: 'a fox' })
    await vi.advanceTimersByTimeAsync(500)
    saveSettings(client, { theme: 'light' })
    await vi.advanceTimersByTimeAsync(500)
    expect(known()).toMatchObject({ prompt_draft: 'a fox', theme: 'light' })
    const asked = engine()
    await flushSettings(client)
    expect(asked).toEqual([{ method: 'update_settings', args: { changes: { prompt_draft: 'a fox', theme: 'light' } } }])
  })

  it('is not overrun by older settings that arrive before it is sent', async () => {
    engine()
    saveSettings(client, { prompt_draft: 'a fox' })
    await refetchSettings(client)
    expect(known()?.prompt_draft).toBe('a fox')
  })

  it('is not overrun by settings that were asked for before it was saved and come after', async () => {
    const answers: ((settings: object) => void)[] = []
    answerAtTheWire({ get_settings: () => new Promise((resolve) => answers.push(resolve)), update_settings: ({ changes }) => ({ ...someSettings, ...(changes as object) }) })
    const asked = refetchSettings(client)
    saveSettings(client, { theme: 'light' })
    await flushSettings(client)
    answers[0]?.(someSettings)
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    expect(known()?.theme).toBe('light')
    answers[1]?.({ ...someSettings, theme: 'light', columns: '3' })
    await asked
    expect(known()).toMatchObject({ theme: 'light', columns: '3' })
  })

  it('keeps what was changed while an earlier change was refused', async () => {
    let refuse: () => void = () => undefined
    const refused = new Promise((_, reject) => (refuse = () => reject(new EngineSays({ code: 'bad_request', message: '', details: {} }))))
    answerAtTheWire({ update_settings: ({ changes }) => ('theme' in (changes as object) ? refused : { ...someSettings, ...(changes as object) }) })
    saveSettings(client, { theme: 'light' })
    const first = flushSettings(client)
    saveSettings(client, { columns: '2' })
    refuse()
    await first
    expect(known()).toMatchObject({ theme: 'dark', columns: '2' })
  })

  it('is not overrun by the answer to an earlier change while its own is on the way', async () => {
    const answers: ((settings: object) => void)[] = []
    answerAtTheWire({ update_settings: () => new Promise((resolve) => answers.push(resolve)) })
    saveSettings(client, { theme: 'light' })
    const first = flushSettings(client)
    saveSettings(client, { selected_models: ['offline/poster'] })
    const second = flushSettings(client)
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    answers[0]?.({ ...someSettings, theme: 'light' })
    await first
    expect(known()?.selected_models).toEqual(['offline/poster'])
    answers[1]?.({ ...someSettings, theme: 'light', selected_models: ['offline/poster'] })
    await second
    expect(known()).toMatchObject({ theme: 'light', selected_models: ['offline/poster'] })
  })
})

describe('settings that another page changed', () => {
  const there = { ...someSettings, theme: 'light' as const, prompt_draft: 'their words', refine: { ...someSettings.refine, goal: 'their goal' } }
  const typed = () => {
    document.body.innerHTML = '<textarea></textarea><input>'
    document.querySelector('textarea')?.focus()
  }
  afterEach(() => (document.body.innerHTML = ''))

  it('are taken over, but for what is written here', async () => {
    answerAtTheWire({ get_settings: () => there })
    client.setQueryData(settingsQuery.queryKey, { ...someSettings, prompt_draft: 'my words' })
    hearSettings(client, ['theme', 'prompt_draft'])
    await vi.waitFor(() => expect(known()?.theme).toBe('light'))
    expect(known()).toMatchObject({ prompt_draft: 'my words', refine: someSettings.refine })
  })

  it('are not asked for where only words were written there', () => {
    const asked = answerAtTheWire({ get_settings: () => there })
    hearSettings(client, ['prompt_draft', 'refine'])
    expect(asked).toEqual([])
  })

  it('wait until a field is left that is typed in here, and are asked for once', async () => {
    const asked = answerAtTheWire({ get_settings: () => there })
    typed()
    hearSettings(client, ['theme'])
    hearSettings(client, ['columns'])
    expect(asked).toEqual([])
    document.querySelector('input')?.focus()
    await vi.waitFor(() => expect(known()?.theme).toBe('light'))
    expect(asked).toHaveLength(1)
  })

  it('are all taken over where the engine names none', async () => {
    answerAtTheWire({ get_settings: () => there })
    typed()
    hearSettings(client, undefined)
    await vi.waitFor(() => expect(known()).toEqual(there))
  })
})
