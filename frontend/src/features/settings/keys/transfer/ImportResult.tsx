import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ImportedSettings } from '@/bridge/contract'
import { providersQuery } from '@/shared/providers/queries'
import { providerLabel } from '@/shared/providers/provider-words'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'

/** What came in, and what stayed as it was. */
export function ImportResult({ result, onClose }: { result: ImportedSettings; onClose: () => void }) {
  const { t } = useTranslation()
  const { data } = useQuery(providersQuery)
  const named = (ids: readonly string[]) =>
    ids.map((id) => providerLabel(t, data?.providers.find((provider) => provider.id === id) ?? { id, label: id })).join(', ')
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('keys.transfer.doneTitle')}
      description={
        result.keys > 0 ? t('keys.transfer.doneKeys', { count: result.keys, providers: named(result.providers) }) : t('keys.transfer.doneSettings')
      }
      actions={
        <Button variant="primary" autoFocus onClick={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      {result.skipped.length > 0 && <p className="m-0 text-muted">{t('keys.transfer.skipped', { providers: named(result.skipped) })}</p>}
    </Dialog>
  )
}
