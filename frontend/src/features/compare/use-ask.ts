import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { toast } from '@/shared/ui/toasts'

/** Asks the engine for something; what it refuses is said in a message. `undefined` where it refused. */
export function useAsk(): <T>(request: () => Promise<T>) => Promise<T | undefined> {
  const { t } = useTranslation()
  return useCallback(
    async (request) => {
      try {
        return await request()
      } catch (error) {
        const { title, text } = errorWords(t, asErrorInfo(error))
        toast(`${title}. ${text}`, { kind: 'error' })
        return undefined
      }
    },
    [t],
  )
}
