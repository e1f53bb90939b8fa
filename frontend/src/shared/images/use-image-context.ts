import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImageContext } from './image-target'
import { useStudioInfo } from '@/shared/studio/queries'

/** What a workspace without references and runs of its own lends to what can be done to a picture. */
export function useImageContext(): ImageContext {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { transport } = useStudioInfo()
  return useMemo(() => ({ t, client, transport }), [t, client, transport])
}
