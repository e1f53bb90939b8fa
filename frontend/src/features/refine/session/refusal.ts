import type { TFunction } from 'i18next'
import type { ErrorInfo } from '@/bridge/contract'
import { titled } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'

/** What is wrong with a prompt's blocks or a checklist, in words; every other error as everywhere. */
export function refusalWords(t: TFunction, error: Pick<ErrorInfo, 'code' | 'details'>): string {
  const { reason, name } = error.details
  const known = error.code === 'bad_request' && typeof reason === 'string' ? t(`refine.refused.${reason}`, { name: blockWord(t, name), defaultValue: '' }) : ''
  if (known) return known
  return titled(t, errorWords(t, error))
}

const blockWord = (t: TFunction, name: unknown) => (typeof name === 'string' ? t(`refine.block.${name}`, { defaultValue: name }) : '')
