import type { TFunction } from 'i18next'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorInfo } from '@/bridge/contract'
import { titled } from '@/i18n/in-sentences'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { toast } from '@/shared/ui/toasts'

type Words = (t: TFunction, error: Pick<ErrorInfo, 'code' | 'details'>) => string

const usualWords: Words = (t, error) => titled(t, errorWords(t, error))

type Act = (work: () => Promise<unknown>) => Promise<void>

/**
 * Does something that takes a moment; what goes wrong is said in a message. `actOnce`: the same, but nothing while an earlier one is
 * under way: for what costs, where a second press may come before the page shows that it is `busy`.
 */
export function useAct(words: Words = usualWords): { act: Act; actOnce: Act; busy: boolean } {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const isUnderWay = useRef(false)
  const act = useCallback<Act>(
    async (work) => {
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
  const actOnce = useCallback<Act>(
    async (work) => {
      if (isUnderWay.current) return
      isUnderWay.current = true
      await act(work)
      isUnderWay.current = false
    },
    [act],
  )
  return { act, actOnce, busy }
}
