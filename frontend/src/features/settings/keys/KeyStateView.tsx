import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo, ProviderKey, ProviderState } from '@/bridge/contract'
import { formatAgo } from '@/shared/format'
import { cx } from '@/shared/ui/cx'

const DOTS: Record<ProviderState, string> = {
  ready: 'bg-ok',
  works: 'bg-ok',
  not_checked: 'bg-dim',
  no_key: 'border border-dim',
  refused: 'bg-bad',
  unreachable: 'bg-bad',
  out_of_credit: 'bg-accent',
  rate_limited: 'bg-accent',
  locked: 'border border-accent-line',
}

type Standing = Pick<ProviderInfo | ProviderKey, 'state' | 'last_checked'>

/** How a provider stands, by the best of its keys, or one key of it. */
export function KeyStateView({ of: it, provider }: { of: Standing; provider: ProviderInfo }) {
  const { t, i18n } = useTranslation()
  return (
    <span className="flex min-w-0 items-center gap-2 text-muted">
      <span aria-hidden className={cx('size-2 shrink-0 rounded-full', DOTS[it.state])} />
      <span className="min-w-0">{stateWords(t, i18n.language, it, provider)}</span>
    </span>
  )
}

function stateWords(t: TFunction, language: string, { state, last_checked }: Standing, provider: ProviderInfo): string {
  if (state === 'no_key' && !provider.needs_key) return t('keys.notSet')
  if (state === 'not_checked' && !provider.checkable) return t('keys.uncheckable')
  if (state === 'works' && last_checked) {
    const isNow = Date.now() - Date.parse(last_checked) < 60_000
    return isNow ? t('keys.checkedNow') : t('keys.checkedAgo', { ago: formatAgo(last_checked, language) })
  }
  return t(`keys.state.${state}`)
}
