import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '@/shared/studio/connection'
import { openUnlock, useVault } from '@/shared/providers/vault'
import { useNavigation } from '@/shared/studio/navigation'
import { useStudioInfo } from '@/shared/studio/queries'
import { Banner } from '@/shared/ui/Banner'
import { Button } from '@/shared/ui/Button'
import { CrashBanner } from './CrashBanner'
import { UpdateBanner, useUpdateToTell } from './UpdateBanner'
import { useReconnect } from './use-reconnect'

/** What hinders all work: the engine is gone, the library can only be read, the keys are locked; and what the user must know. */
export function Banners() {
  const { t } = useTranslation()
  const { read_only, last_crash } = useStudioInfo()
  const update = useUpdateToTell()
  const connection = useConnection((store) => store.state)
  const tryNow = useReconnect()
  // The keys' own page says it itself.
  const isOnKeys = useNavigation(({ place }) => place === 'keys')
  const isLocked = (useVault()?.locked ?? false) && !isOnKeys
  if (connection === 'here' && !read_only && !isLocked && !last_crash && !update) return null
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
      {last_crash && <CrashBanner report={last_crash} />}
      {update && <UpdateBanner update={update} />}
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
