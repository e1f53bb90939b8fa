import { useQuery } from '@tanstack/react-query'
import { ArrowUpCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import type { UpdateStatus } from '@/bridge/contract'
import { ExternalLink } from '@/shared/studio/ExternalLink'
import { useSetting } from '@/shared/studio/queries'
import { updateQuery } from '@/shared/studio/updates'
import { Banner } from '@/shared/ui/Banner'
import { Button } from '@/shared/ui/Button'

/** The version the user put off, for this session. */
const usePutOff = create<{ version: string | null }>(() => ({ version: null }))

/** A newer version that the user may want to know of; nothing is asked while no feed is set. */
export function useUpdateToTell(): UpdateStatus | null {
  const isOn = useSetting('update_url') !== ''
  const { data } = useQuery({ ...updateQuery, enabled: isOn })
  const putOff = usePutOff((state) => state.version)
  return isOn && data?.outcome === 'newer' && data.latest !== putOff ? data : null
}

export function UpdateBanner({ update }: { update: UpdateStatus }) {
  const { t } = useTranslation()
  return (
    <Banner
      icon={ArrowUpCircle}
      actions={
        <Button size="sm" onClick={() => usePutOff.setState({ version: update.latest ?? null })}>
          {t('about.later')}
        </Button>
      }
    >
      {t('about.newer', { version: update.latest })}{' '}
      {update.url && (
        <ExternalLink href={update.url} className="underline underline-offset-2">
          {t('about.get', { version: update.latest })}
        </ExternalLink>
      )}
    </Banner>
  )
}
