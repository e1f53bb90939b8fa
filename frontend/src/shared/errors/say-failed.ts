import type { TFunction } from 'i18next'
import { titled } from '@/i18n/in-sentences'
import { toast } from '@/shared/ui/toasts'
import { asErrorInfo, errorWords } from './error-text'

/** Says in a message what went wrong, where nothing that is shown could say it. */
export function sayFailed(t: TFunction, thrown: unknown): void {
  toast(titled(t, errorWords(t, asErrorInfo(thrown))), { kind: 'error' })
}
