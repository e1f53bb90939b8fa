import type { TFunction } from 'i18next'
import i18next from 'i18next'
import { StudioError } from '@/bridge/call'
import type { ErrorInfo } from '@/bridge/contract'
import { closedUp, inSentences } from '@/i18n/in-sentences'
import { formatCost } from '@/shared/format'

export interface ErrorWords {
  /** What happened, short. */
  title: string
  /** For whom and what to do. */
  text: string
  /** Whether it cost anything; `null` where no money was at stake. */
  charged: string | null
}

/** What the caller knows of the model: the labels of it and its provider, and whether words were asked of it, not a picture. */
export interface Asked {
  provider?: string
  model?: string
  chat?: boolean
}

/** An error in the user's words, from its code and details alone. Without labels the ids that the error carries are shown. */
export function errorWords(t: TFunction, error: Pick<ErrorInfo, 'code' | 'details'>, names: Asked = {}): ErrorWords {
  const { details } = error
  const code = t(`errors.${error.code}.title`, { defaultValue: '' }) ? error.code : 'internal'
  const id = textOf(details.provider)
  // What is ours and not a name, as “OpenAI-compatible service”, is in the user's language.
  const provider = (id && t(`providers.${id}`, { defaultValue: '' })) || (names.provider ?? id ?? t('errors.someProvider'))
  const model = names.model ?? textOf(details.model) ?? t('errors.someModel')
  const values = { provider, model, folder: textOf(details.folder) ?? '', seconds: Math.ceil(Number(details.retry_after) || 0) }
  if (code === 'cost_cap') return overCapWords(t, details)
  const context = names.chat && OF_WORDS.includes(code) ? 'chat' : variantOf(error)
  return {
    title: t(`errors.${code}.title`, { ...values, context }),
    text: [provider, model].reduce((text, name) => closedUp(t, text, name), t(`errors.${code}.text`, { ...values, context })),
    charged: chargedLine(t, details.charged),
  }
}

/** What was thrown or answered, as an error that can be worded; what nobody expected is `internal`. */
export function asErrorInfo(thrown: unknown): Pick<ErrorInfo, 'code' | 'details'> {
  if (thrown instanceof StudioError || isErrorInfo(thrown)) return { code: thrown.code, details: thrown.details }
  return { code: 'internal', details: {} }
}

function isErrorInfo(value: unknown): value is ErrorInfo {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && 'code' in value && 'details' in value
}

/** Where the details say more than the code: another sentence of the same code (`text_<variant>`). */
function variantOf({ code, details }: Pick<ErrorInfo, 'code' | 'details'>): string | undefined {
  if (code === 'rate_limited' && Number(details.retry_after) > 0) return 'wait'
  if (code === 'bad_response' && textOf(details.text)) return 'words'
  if (code === 'bad_response' && details.reason === 'fewer') return 'fewer'
  if (code === 'auth_failed') return ['no_key', 'admin_only'].find((reason) => reason === details.reason)
  if (code === 'engine_gone' && details.status === 401) return 'signed_out'
  if (code === 'locked' && details.reason === 'vault_locked') return 'vault_locked'
  if (code === 'timeout' && details.reason === 'still_running') return 'still_running'
  if (code === 'model_missing') return ['absent', 'damaged', 'not_plain'].find((reason) => reason === details.reason)
  if (code === 'not_found') return ['no_subject', 'no_grid'].find((reason) => reason === details.reason)
  const cause = code === 'not_an_image' && ['metadata', 'decoder_died'].find((reason) => reason === details.reason)
  if (cause) return cause
  // What a model sent, not what was given to one.
  if ((code === 'not_an_image' || code === 'too_large') && (details.charged === 'yes' || details.charged === 'unknown')) return 'answer'
  if (code === 'bad_parameters') return ABOUT_MASKS.find((reason) => reason === details.reason)
  if (code === 'cancelled') return ABOUT_JOBS.find((reason) => reason === details.reason)
  return undefined
}

/** Where a chat model fails in another way than one that makes pictures. */
const OF_WORDS = ['bad_response', 'content_refused']

/** How a job at a provider was cancelled, or why it stays there. */
const ABOUT_JOBS = [
  'remote_cancel_asked',
  'remote_cancel_impossible',
  'remote_cancel_unreachable',
  'remote_cancel_too_late',
  'left_at_provider',
  'download_stopped',
  'cancelled_there',
]

/** What a model for inpainting misses. */
const ABOUT_MASKS = ['mask_required', 'reference_required', 'mask_empty', 'mask_unreadable']

/** Which cap, how much is needed and left, by how much it is too much. */
function overCapWords(t: TFunction, details: ErrorInfo['details']): ErrorWords {
  const charged = chargedLine(t, details.charged)
  const kind = textOf(details.cap)?.replace(/^(key|person)_.*/, '$1') ?? ''
  if (!CAPS.includes(kind)) return { title: t('errors.cost_cap.title'), text: t('errors.cost_cap.text'), charged }
  const amount = (value: unknown) => formatCost(Number(value) || 0, i18next.language)
  const [limit, spent, reserved] = [details.limit, details.spent, details.reserved].map((value) => Number(value) || 0)
  const left = amount(Math.max(0, (limit ?? 0) - (spent ?? 0) - (reserved ?? 0)))
  const models = Array.isArray(details.models) ? details.models.join(', ') : ''
  const text = t(`spend.errors.${kind}`, { needed: amount(details.needed), over: amount(details.over), limit: amount(limit), left, models })
  const kept = reserved ? t('spend.errors.reserved', { amount: amount(reserved) }) : ''
  return { title: t(`spend.over.${kind}`), text: inSentences(t, [text, kept]), charged }
}

const CAPS = ['run', 'day', 'month', 'key', 'person', 'unpriced']

function chargedLine(t: TFunction, charged: unknown): string | null {
  if (charged === 'no' || charged === 'yes' || charged === 'unknown') return t(`errors.charged.${charged}`)
  return null
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
