import type { TFunction } from 'i18next'
import type { ErrorInfo } from '@/bridge/contract'
import { titled } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'

const KNOWN = ['placeholder', 'braces', 'no_match', 'empty', 'kind', 'unreadable', 'no_columns', 'no_rows']

/** What keeps the batch from being made, in words that say what to mend. */
export function problemWords(t: TFunction, error: Pick<ErrorInfo, 'code' | 'details'>): string {
  const { code, details } = error
  const reason = KNOWN.find((each) => each === details.reason)
  if (code === 'bad_request' && reason) {
    const unknown = Array.isArray(details.unknown) ? details.unknown.map((name) => `{${String(name)}}`).join(', ') : ''
    return t(`batch.problem.${reason}`, { unknown, name: typeof details.file === 'string' ? details.file : '' })
  }
  if (code === 'too_large' && Number(details.tasks) > 0) return t('batch.problem.tooMany', { count: Number(details.tasks), limit: Number(details.limit) })
  return titled(t, errorWords(t, error))
}
