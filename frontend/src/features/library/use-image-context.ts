import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImageContext } from '@/shared/images/image-actions'
import { sendToCompare } from '@/shared/jobs/to-compare'
import { useStudioInfo } from '@/shared/studio/queries'
import { call } from '@/bridge/call'
import { useLook } from './look/look-state'

/** What this workspace lends to what can be done to a picture: what is made from it, is made in Compare. */
export function useImageContext(): ImageContext {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { transport } = useStudioInfo()
  const trashed = useLook(({ look }) => look.trashed)
  return useMemo(
    () => ({
      t,
      client,
      transport,
      addReferences: (references) => sendToCompare({ references }),
      takeRecipe: (found) => sendToCompare({ found }),
      showRun: (runId) => sendToCompare({ runId }),
      ...(trashed && { restore: (ids) => call('restore_images', { img_ids: ids }) }),
    }),
    [t, client, transport, trashed],
  )
}
