import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { copyDiagnostics } from '@/shared/studio/copy-diagnostics'
import { studioInfoQuery } from '@/shared/studio/queries'
import { Banner } from '@/shared/ui/Banner'
import { Button } from '@/shared/ui/Button'

/** The studio ended by a fault last time: what is kept, and where it is written what happened. */
export function CrashBanner({ report }: { report: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const dismiss = () => {
    client.setQueryData(studioInfoQuery.queryKey, (info) => info && { ...info, last_crash: null })
    void call('dismiss_crash', {})
  }
  return (
    <Banner
      actions={
        <>
          <Button size="sm" onClick={() => void copyDiagnostics(report)}>
            {t('about.copy')}
          </Button>
          <Button size="sm" onClick={dismiss}>
            {t('about.dismiss')}
          </Button>
        </>
      }
    >
      <span className="[overflow-wrap:anywhere]">{t('about.crashed', { file: report })}</span>
    </Banner>
  )
}
