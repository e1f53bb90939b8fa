import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { titled } from '@/i18n/in-sentences'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { toast } from '@/shared/ui/toasts'
import { putAway, useRefusal } from './composer/refusal'

/** Asks the engine for something; what it refuses is said in a message, what a cap refuses on a card. `undefined` where it refused. */
export function useAsk(): <T>(request: () => Promise<T>) => Promise<T | undefined> {
  const { t } = useTranslation()
  return useCallback(
    async (request) => {
      putAway()
      try {
        return await request()
      } catch (error) {
        if (asErrorInfo(error).code === 'cost_cap') {
          useRefusal.setState({ error: asErrorInfo(error) })
          return undefined
        }
        toast(titled(t, errorWords(t, asErrorInfo(error))), { kind: 'error' })
        return undefined
      }
    },
    [t],
  )
}
