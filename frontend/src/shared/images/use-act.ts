import type { TFunction } from 'i18next'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorInfo } from '@/bridge/contract'
import { titled } from '@/i18n/in-sentences'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { toast } from '@/shared/ui/toasts'

type Words = (t: TFunction, error: Pick<ErrorInfo, 'code' | 'details'>) => string

const usualWords: Words = (t, error) => titled(t, errorWords(t, error))

/** Does something that takes a moment; what goes wrong is said in a message. */
export function useAct(words: Words = usualWords): { act: (work: () => Promise<unknown>) => Promise<void>; busy: boolean } {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const act = useCallback(
    async (work: () => Promise<unknown>) => {
      setBusy(true)
      try {
        await work()
      } catch (error) {
        toast(words(t, asErrorInfo(error)), { kind: 'error' })
      } finally {
        setBusy(false)
      }
    },
    [t, words],
  )
  return { act, busy }
}
