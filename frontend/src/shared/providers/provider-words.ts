import type { TFunction } from 'i18next'
import type { ErrorInfo } from '@/bridge/contract'
import { errorWords } from '@/shared/errors/error-text'

/** A service's own name; what is ours and not a name (the built-in models, a compatible service) in the user's language. */
export function providerLabel(t: TFunction, { id, label }: { id: string; label: string }): string {
  return t(`providers.${id}`, { defaultValue: label })
}

/** What is wrong with what was typed, or with the key: one sentence. */
export function keyProblem(t: TFunction, provider: { id: string; label: string } | undefined, error: Pick<ErrorInfo, 'code' | 'details'>): string {
  const { reason } = error.details
  const typed = error.code === 'bad_request' && typeof reason === 'string' && t(`keys.problem.${reason}`, { defaultValue: '' })
  return typed || errorWords(t, error, provider && { provider: providerLabel(t, provider) }).text
}
