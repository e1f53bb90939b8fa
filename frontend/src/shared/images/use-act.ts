import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { toast } from '@/shared/ui/toasts'

/** Does something that takes a moment; what goes wrong is said in a message. */
export function useAct(): { act: (work: () => Promise<unknown>) => Promise<void>; busy: boolean } {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const act = useCallback(
    async (work: () => Promise<unknown>) => {
      setBusy(true)
      try {
        await work()
      } catch (error) {
        const { title, text } = errorWords(t, asErrorInfo(error))
        toast(`${title}. ${text}`, { kind: 'error' })
      } finally {
        setBusy(false)
      }
    },
    [t],
  )
  return { act, busy }
}
