import { ArrowUpRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { ExternalLink } from '@/shared/studio/ExternalLink'

/** Where a user gets and revokes keys of this provider. */
export function KeyPageLink({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  if (!provider.key_page) return null
  return (
    <ExternalLink href={provider.key_page} className="inline-flex w-fit items-center gap-1 text-sm text-faint hover:text-text">
      {t(provider.configured ? 'keys.manageKeys' : 'keys.getKey')}
      <ArrowUpRight size={13} strokeWidth={1.7} aria-hidden />
    </ExternalLink>
  )
}
