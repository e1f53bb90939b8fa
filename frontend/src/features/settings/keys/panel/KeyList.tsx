import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { Problem } from '@/shared/providers/Problem'
import { useOrderKeys } from '@/shared/providers/use-provider-work'
import { KeyRow } from './KeyRow'

/** A provider's keys in the order in which they are used. */
export function KeyList({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  const order = useOrderKeys(provider.id)
  const ids = provider.keys.map(({ id }) => id)
  const move = (from: number, to: number) => {
    const moved = ids.filter((_, index) => index !== from)
    moved.splice(to, 0, ids[from] ?? '')
    order.mutate(moved)
  }
  return (
    <div>
      <ol aria-label={t('keys.listOf')} className="m-0 list-none p-0">
        {provider.keys.map((key, index) => (
          <KeyRow
            key={key.id}
            provider={provider}
            of={key}
            index={index}
            onUp={index > 0 ? () => move(index, index - 1) : undefined}
            onDown={index < ids.length - 1 ? () => move(index, index + 1) : undefined}
          />
        ))}
      </ol>
      {provider.keys.length > 1 && <p className="mt-2 mb-0 text-sm text-faint">{t('keys.orderHint')}</p>}
      <Problem of={order.error} provider={provider} />
    </div>
  )
}
