import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { Problem } from '@/shared/providers/Problem'
import { providerLabel } from '@/shared/providers/provider-words'
import { useCheckKeys, useRemoveKeys, useRestoreKey } from '@/shared/providers/use-provider-work'
import { Button } from '@/shared/ui/Button'
import { toast } from '@/shared/ui/toasts'

interface PanelButtonsProps {
  provider: ProviderInfo
  onReplace: () => void
  onAdd: () => void
}

/** What can be done with all of a provider's keys. */
export function PanelButtons({ provider, onReplace, onAdd }: PanelButtonsProps) {
  const { t } = useTranslation()
  const check = useCheckKeys(provider.id)
  const remove = useRemoveKeys(provider.id)
  const restore = useRestoreKey(provider.id)
  if (provider.state === 'locked') return null
  const label = providerLabel(t, provider)
  const hasKey = provider.last4 !== null && provider.last4 !== ''
  const removeAll = () =>
    remove.mutate(undefined, {
      onSuccess: () =>
        toast(t('keys.removed', { provider: label }), { actions: [{ label: t('common.undo'), onSelect: () => restore.mutate('') }], seconds: 12 }),
    })
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {provider.checkable && (
          <Button busy={check.isPending} onClick={() => check.mutate()}>
            {t(provider.keys.length > 1 ? 'keys.checkAllFree' : 'keys.checkFree')}
          </Button>
        )}
        {(!hasKey || provider.state === 'refused') && <Button onClick={onReplace}>{t(hasKey ? 'keys.replace' : 'keys.add')}</Button>}
        {hasKey && <Button onClick={onAdd}>{t('keys.addAnother')}</Button>}
        <Button variant="danger" busy={remove.isPending} onClick={removeAll}>
          {t(provider.keys.length > 1 ? 'keys.removeAll' : 'common.remove')}
        </Button>
      </div>
      <Problem of={check.error ?? remove.error} provider={provider} />
    </>
  )
}
