import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { vi } from 'vitest'
import type { ErrorInfo, ProviderInfo, ProviderKey, Settings, Spend, StudioInfo, VaultStatus } from '@/bridge/contract'
import { TooltipProvider } from '@/shared/ui/Tooltip'

type Answers = Record<string, (args: Record<string, unknown>) => unknown>
export interface Asked {
  method: string
  args: Record<string, unknown>
}

/** What an answer throws to be the engine's error. */
export class EngineSays extends Error {
  constructor(readonly info: ErrorInfo) {
    super(info.code)
  }
}

/** Answers `POST /api/<method>` as the engine would, for tests of the page, now or when a promise says; the list of what was asked grows as it goes. */
export function answerAtTheWire(answers: Answers): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', (address: string, { body }: { body: string }) => {
    const method = address.replace('/api/', '')
    const args = JSON.parse(body) as Record<string, unknown>
    asked.push({ method, args })
    const answer = envelope(() => answerTo(answers, method)(args))
    if (!(answer.data instanceof Promise)) return Promise.resolve(Response.json(answer))
    const refused = (error: unknown) => {
      if (error instanceof EngineSays) return Response.json({ ok: false, error: error.info })
      throw error
    }
    return answer.data.then((data: unknown) => Response.json({ ok: true, data }), refused)
  })
  return asked
}

function answerTo(answers: Answers, method: string) {
  const known: Answers = { who_am_i: () => ({ id: '', name: '', is_admin: true, sees_all: true, shared: false }), studio_info: () => aStudio, get_settings: () => someSettings, list_providers: () => ({ providers: [], vault: aVault() }), list_batches: () => ({ batches: [], next_cursor: null }) }
  const all = { ...known, ...answers }
  const answer = all[method]
  if (!answer) throw new Error(`the test does not answer ${method}`)
  return answer
}

function envelope(answer: () => unknown): { ok: boolean; data?: unknown; error?: ErrorInfo } {
  try {
    return { ok: true, data: answer() }
  } catch (error) {
    if (error instanceof EngineSays) return { ok: false, error: error.info }
    throw error
  }
}

export function renderInStudio(children: ReactNode): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } })
  render(
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <Suspense>{children}</Suspense>
      </TooltipProvider>
    </QueryClientProvider>,
  )
  return client
}

export const aStudio: StudioInfo = {
  version: '1.2.3',
  transport: 'browser',
  platform: 'Linux',
  data_dir: '/data',
  system_language: 'en',
  read_only: false,
  first_start: false,
  log: '/data/logs/studio.jsonl',
  last_crash: null,
}

export const someSettings: Settings = {
  language: 'en',
  theme: 'dark',
  columns: 'auto',
  history_open: true,
  selected_models: [],
  params: { per_model: {} },
  prompt_draft: '',
  matting_model: 'auto',
  network_timeout_seconds: 600,
  concurrency_per_provider: 64,
  batch_at_once: 128,
  catalogue_url: '',
  update_url: '',
  display_currency: 'USD',
  rates: {},
  enhance_model: '',
  translate_model: '',
  reproduce_model: '',
  refine: { goal: '', model: '', params: {}, strategy: 'contract', economy: false, iterations: 3, writer: '', judge: '' },
  window: { width: 1440, height: 900, x: null, y: null, maximized: false },
  providers: {},
}

export const aSpend: Spend = {
  today: 1.86,
  month: 2,
  total: 3,
  possible: 0,
  reserved: 0,
  unknown_count: 0,
  caps: { run: null, day: null, month: null, keys: {}, people: {}, allow_unpriced: false },
  uses: [],
  of_people: [],
  room: {},
}

export function aProvider(rest: Partial<ProviderInfo> = {}): ProviderInfo {
  return {
    id: 'openai',
    label: 'OpenAI',
    group: 'cloud',
    configured: false,
    needs_key: true,
    last4: null,
    added: null,
    last_checked: null,
    state: 'no_key',
    error: null,
    url: '',
    default_url: 'https://api.openai.com/v1',
    url_editable: true,
    key_page: 'https://platform.openai.com/api-keys',
    image_models: 3,
    custom_models: [],
    checkable: true,
    accepts_custom_models: true,
    keys: [],
    notes: '',
    extra_headers: {},
    currency: 'USD',
    ...rest,
  }
}

export function aKey(rest: Partial<ProviderKey> = {}): ProviderKey {
  return {
    id: 'key_1',
    label: '',
    last4: '9f2c',
    added: '2026-11-03T10:00:00Z',
    last_checked: null,
    state: 'not_checked',
    error: null,
    url: '',
    in_use: true,
    set_aside_until: null,
    ...rest,
  }
}

export const aVault = (rest: Partial<VaultStatus> = {}): VaultStatus => ({ backend: 'keychain', unreadable: [], locked: false, rotated: null, ...rest })
