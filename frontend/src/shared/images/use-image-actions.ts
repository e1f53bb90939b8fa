import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { toast } from '@/shared/ui/toasts'
import type { ImageAction, ImageContext, ImageTarget } from './image-actions'

/** Performs an action; what goes wrong is said in a message, never thrown away. */
export function usePerform(context: ImageContext): (action: ImageAction, target: ImageTarget) => void {
  const { t } = useTranslation()
  return useCallback(
    (action, target) => {
      Promise.resolve()
        .then(() => action.perform(target, context))
        .catch((error: unknown) => {
          toast(errorWords(t, asErrorInfo(error)).title, { kind: 'error' })
        })
    },
    [context, t],
  )
}
