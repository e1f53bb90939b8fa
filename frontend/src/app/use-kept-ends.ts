import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { tellKeptEnds } from '@/shared/images/tools/job-ends'
import { useStudioInfo } from '@/shared/studio/queries'

/** What was begun before the page was loaded anew is told when it ends, as if nothing had been. */
export function useKeptEnds(): void {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { transport } = useStudioInfo()
  useEffect(() => tellKeptEnds({ t, client, transport }), [t, client, transport])
}
