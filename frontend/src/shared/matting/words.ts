import type { TFunction } from 'i18next'
import type { ErrorInfo } from '@/bridge/contract'
import { titled } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'

/** Why a model could not be fetched or taken in, `t('matting.error.<reason>')`. */
const REASONS = [
  'no_network',
  'timeout',
  'unreachable',
  'cut',
  'redirects',
  'http',
  'html',
  'size',
  'checksum',
  'empty',
  'not_onnx',
  'external_data',
  'wrong_shapes',
  'cannot_run',
]

/** What went wrong with a matting model, and what to do. */
export function mattingWords(t: TFunction, error: Pick<ErrorInfo, 'code' | 'details'>): string {
  const { reason, host } = error.details
  const known = REASONS.find((each) => each === reason)
  if (known) return t(`matting.error.${known}`, { host: typeof host === 'string' ? host : t('matting.source') })
  return titled(t, errorWords(t, error))
}
