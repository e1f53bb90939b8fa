import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImageContext } from '@/shared/images/image-actions'
import { useStudioInfo } from '@/shared/studio/queries'
import { takeFound } from './composer/found'
import { addReferences } from './composer/references'
import { pickWinner } from '@/shared/images/choosing'
import { reuseRun } from './reuse-run'

/** What this workspace lends to what can be done to a picture. */
export function useImageContext(): ImageContext {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { transport } = useStudioInfo()
  return useMemo(
    () => ({
      t,
      client,
      transport,
      addReferences: (ids) => addReferences(client, ids),
      pickWinner: (image) => pickWinner(client, image),
      reuse: (run) => reuseRun(client, run, t),
      takeRecipe: (found) => takeFound(client, found),
    }),
    [t, client, transport],
  )
}
