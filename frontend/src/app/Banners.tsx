import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '@/shared/studio/connection'
import { openUnlock, useVault } from '@/shared/providers/vault'
import { useStudioInfo } from '@/shared/studio/queries'
import { Banner } from '@/shared/ui/Banner'
import { Button } from '@/shared/ui/Button'
import { useReconnect } from './use-reconnect'

/** What hinders all work: the engine is gone, the library can only be read, the keys are locked. */
export function Banners() {
  const { t } = useTranslation()
  const { read_only } = useStudioInfo()
  const connection = useConnection((store) => store.state)
  const tryNow = useReconnect()
  const isLocked = useVault()?.locked ?? false
  if (connection === 'here' && !read_only && !isLocked) return null
  return (
    <div className="flex flex-col gap-2 border-b border-line bg-panel px-3.5 py-2">
      {connection === 'gone' && (
        <Banner
          kind="bad"
          actions={
            <Button size="sm" onClick={() => void tryNow()}>
              {t('app.tryNow')}
            </Button>
          }
        >
          {t('app.engineGone')}
        </Banner>
      )}
      {connection === 'signedOut' && (
        <Banner
          kind="bad"
          actions={
            <Button size="sm" onClick={() => window.location.reload()}>
              {t('app.signIn')}
            </Button>
          }
        >
          {t('app.signedOut')}
        </Banner>
      )}
      {read_only && <Banner>{t('app.readOnly')}</Banner>}
      {isLocked && (
        <Banner
          icon={Lock}
          actions={
            <Button size="sm" onClick={openUnlock}>
              {t('keys.vault.unlock')}
            </Button>
          }
        >
          {t('keys.vault.lockedText')}
        </Banner>
      )}
    </div>
  )
}
