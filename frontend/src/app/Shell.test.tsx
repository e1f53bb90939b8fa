import { act, renderHook, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { closeUnlock } from '@/shared/providers/vault'
import { navigate } from '@/shared/studio/navigation'
import { noteConnection } from '@/shared/studio/connection'
import { answerAtTheWire, aSpend, aVault, renderInStudio, someSettings } from '@/shared/studio/test-engine'
import { dismissToast, useToasts } from '@/shared/ui/toasts'
import { useQuitAsked } from './notices'
import { Shell } from './Shell'

/** The stream of events, as a browser's `EventSource` gives it. */
class Stream {
  static CLOSED = 2
  static last: Stream
  readyState = 1
  onopen?: () => void
  onerror?: () => void
  onmessage?: (message: { data: string }) => void
  constructor() {
    Stream.last = this
  }
  close() {}
}

let eventId = 0
function hear(type: string, data: object) {
  act(() => Stream.last.onmessage?.({ data: JSON.stringify({ id: ++eventId, type, at: '', data }) }))
}

const answers = {
  get_spend: () => aSpend,
  list_models: () => [],
  list_runs: () => ({ runs: [], next_cursor: null, total: 0 }),
}

function open(more = {}) {
  const asked = answerAtTheWire({ ...answers, ...more })
  renderInStudio(<Shell />)
  return asked
}

beforeEach(() => {
  vi.restoreAllMocks()
  vi.stubGlobal('EventSource', Stream)
  noteConnection('here')
  useQuitAsked.setState({ unfinished: null })
  closeUnlock()
  renderHook(useToasts).result.current.forEach(({ id }) => dismissToast(id))
  navigate('settings')
})

const studio = { version: '1', transport: 'browser', platform: 'Linux', data_dir: '/d', system_language: 'zh_CN', first_start: false }

describe('the shell', () => {
  it('speaks the language and wears the theme of the settings, and follows when they change', async () => {
    let settings = { ...someSettings, theme: 'light' }
    open({ get_settings: () => settings })
    expect(await screen.findByRole('heading', { name: 'Settings' })).toBeInTheDocument()
    expect(document.documentElement.dataset.theme).toBe('light')
    settings = { ...settings, language: 'ru', theme: 'dark' }
    hear('settings.changed', {})
    expect(await screen.findByRole('heading', { name: 'Настройки' })).toBeInTheDocument()
    expect(document.documentElement).toHaveAttribute('lang', 'ru')
    expect(document.documentElement.dataset.theme).toBe('dark')
  })

  it('speaks the language of the system where the settings say so', async () => {
    open({ get_settings: () => ({ ...someSettings, language: 'system' }), studio_info: () => ({ ...studio, transport: 'window', read_only: false }) })
    expect(await screen.findByRole('heading', { name: '设置' })).toBeInTheDocument()
  })

  it('speaks the language of the browser, not of the machine that serves it', async () => {
    vi.spyOn(navigator, 'language', 'get').mockReturnValue('ru-RU')
    open({ get_settings: () => ({ ...someSettings, language: 'system' }), studio_info: () => ({ ...studio, read_only: false }) })
    expect(await screen.findByRole('heading', { name: 'Настройки' })).toBeInTheDocument()
  })

  it('asks before it quits while images are being made', async () => {
    const asked = open({ quit: () => ({ done: true }) })
    await screen.findByRole('heading', { name: 'Settings' })
    hear('notice', { kind: 'quit_asked', running: 3 })
    expect(await screen.findByText(/3 images are still being made/)).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Keep working' }))
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    expect(asked.map(({ method }) => method)).not.toContain('quit')
    hear('notice', { kind: 'quit_asked', running: 1, waiting: 120 })
    expect(await screen.findByText(/120 images are still to be processed/)).toBeInTheDocument()
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel and quit' }))
    expect(asked.map(({ method }) => method)).toContain('quit')
  })

  it('shows what runs and cancels it', async () => {
    const asked = open({ cancel: () => ({ done: true }) })
    await screen.findByRole('heading', { name: 'Settings' })
    const generation = { id: 'g', run_id: 'r', model: 'openai/x', state: 'running', image_ids: [], started: null, cost: null }
    hear('generation.changed', { run_id: 'r', generation })
    await userEvent.click(await screen.findByRole('button', { name: '1 running' }))
    await userEvent.click(screen.getByRole('button', { name: 'Cancel all' }))
    expect(asked).toContainEqual({ method: 'cancel', args: { id: 'r' } })
    hear('generation.changed', { run_id: 'r', generation: { ...generation, state: 'cancelled' } })
    await waitFor(() => expect(screen.queryByRole('button', { name: '1 running' })).not.toBeInTheDocument())
  })

  it('says that a library can only be read', async () => {
    open({ studio_info: () => ({ ...studio, read_only: true, system_language: 'en' }) })
    expect(await screen.findByText(/made by a newer version/)).toBeInTheDocument()
  })

  it('says once that the keys are locked: not above the page of the keys, which says it itself', async () => {
    open({ list_providers: () => ({ providers: [], vault: aVault({ backend: 'passphrase', locked: true }) }) })
    expect(await screen.findAllByText(/^Your keys are locked\./)).toHaveLength(1)
    act(() => navigate('keys'))
    expect(await screen.findByText('Keys', { selector: '#keys-title' })).toBeInTheDocument()
    expect(screen.getAllByText(/^Your keys are locked\./)).toHaveLength(1)
  })

  it('asks whether the engine is gone as soon as one question has no answer', async () => {
    const nobody = () => {
      throw new Error('nobody is there')
    }
    const answers: Record<string, () => unknown> = {}
    open({ studio_info: () => (answers.studio_info ?? (() => ({ ...studio, read_only: false, system_language: 'en' })))(), get_spend: () => (answers.get_spend ?? (() => aSpend))() })
    await screen.findByRole('heading', { name: 'Settings' })
    Object.assign(answers, { get_spend: nobody })
    hear('spend.changed', {})
    await new Promise((wake) => setTimeout(wake, 400))
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
    Object.assign(answers, { studio_info: nobody })
    hear('spend.changed', {})
    expect(await screen.findByRole('alert')).toHaveTextContent('is not answering')
  })

  it('says so though a browser tries to come back again and again', async () => {
    let isThere = true
    const info = () => {
      if (!isThere) throw new Error('nobody is there')
      return { ...studio, read_only: false, system_language: 'en' }
    }
    open({ studio_info: info })
    await screen.findByRole('heading', { name: 'Settings' })
    isThere = false
    const tries = setInterval(() => act(() => Stream.last.onerror?.()), 500)
    try {
      expect(await screen.findByRole('alert', {}, { timeout: 4000 })).toHaveTextContent('is not answering')
    } finally {
      clearInterval(tries)
    }
  })

  it('says so while the engine is gone, and goes on when it is back', async () => {
    open()
    await screen.findByRole('heading', { name: 'Settings' })
    act(() => noteConnection('gone'))
    expect(await screen.findByRole('alert')).toHaveTextContent('is not answering')
    await userEvent.click(screen.getByRole('button', { name: 'Try now' }))
    await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument())
  })

  it('says once that it is back, whatever of before fails late or is lost again', async () => {
    let failLate = () => {}
    const late = new Promise<never>((_, reject) => (failLate = () => reject(new Error('nobody is there'))))
    const fails: Promise<never>[] = []
    open({ studio_info: () => fails.shift() ?? { ...studio, read_only: false, system_language: 'en' } })
    await screen.findByRole('heading', { name: 'Settings' })
    act(() => noteConnection('gone'))
    fails.push(late)
    await userEvent.click(await screen.findByRole('button', { name: 'Try now' }))
    const { result } = renderHook(useToasts)
    const said = () => result.current.filter(({ text }) => text === 'The engine is answering again.')
    await userEvent.click(screen.getByRole('button', { name: 'Try now' }))
    await waitFor(() => expect(said()).toHaveLength(1))
    failLate()
    await new Promise((wake) => setTimeout(wake, 300))
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
    act(() => noteConnection('gone'))
    await userEvent.click(await screen.findByRole('button', { name: 'Try now' }))
    await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument())
    expect(said()).toHaveLength(1)
  })
})
