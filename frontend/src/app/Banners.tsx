import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { markGone, useConnection } from '@/shared/studio/connection'
import { useStudioInfo } from '@/shared/studio/queries'
import { Banner } from '@/shared/ui/Banner'
import { Button } from '@/shared/ui/Button'
import { toast } from '@/shared/ui/toasts'

const RETRY_MS = 1500

/** What hinders all work: the engine is gone, or the library can only be read. */
export function Banners() {
  const { t } = useTranslation()
  const { read_only } = useStudioInfo()
  const gone = useConnection((state) => state.gone)
  const reach = useReach(gone)
  if (!gone && !read_only) return null
  return (
    <div className="flex flex-col gap-2 border-b border-line bg-panel px-3.5 py-2">
      {gone && (
        <Banner kind="bad" actions={<Button size="sm" onClick={() => void reach()}>{t('app.tryNow')}</Button>}>
          {t('app.engineGone')}
        </Banner>
      )}
      {read_only && <Banner>{t('app.readOnly')}</Banner>}
    </div>
  )
}

/** Asks the engine for a sign of life until it gives one; then everything shown is asked for anew. */
function useReach(gone: boolean): () => Promise<void> {
  const { t } = useTranslation()
  const client = useQueryClient()
  const reach = async () => {
    const answer = await fetch('/health').catch(() => null)
    if (!answer?.ok) return
    markGone(false)
    toast(t('app.engineBack'))
    await client.invalidateQueries()
  }
  useEffect(() => {
    if (!gone) return
    const timer = setInterval(() => void reach(), RETRY_MS)
    return () => clearInterval(timer)
  })
  return reach
}
