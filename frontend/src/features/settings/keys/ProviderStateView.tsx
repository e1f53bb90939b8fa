import { useTranslation } from 'react-i18next'
import type { ProviderInfo, ProviderState } from '@/bridge/contract'
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
  locked: 'border border-accent',
}

export function ProviderStateView({ provider }: { provider: ProviderInfo }) {
  const { t, i18n } = useTranslation()
  const { state, last_checked } = provider
  const words =
    state === 'works' && last_checked
      ? t('keys.checkedAgo', { ago: formatAgo(last_checked, i18n.language) })
      : state === 'no_key' && !provider.needs_key
        ? t('keys.notSet')
        : t(`keys.state.${state}`)
  return (
    <span className="flex min-w-0 items-center gap-2 text-muted">
      <span aria-hidden className={cx('size-2 shrink-0 rounded-full', DOTS[state])} />
      <span className="min-w-0">{words}</span>
    </span>
  )
}
