import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { providerLabel } from '@/shared/providers/provider-words'
import { useRemoveKey } from '@/shared/providers/use-provider-work'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { toast } from '@/shared/ui/toasts'

/** Nobody can bring a removed key back, the page never had it: so it is asked first. */
export function RemoveKey({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const remove = useRemoveKey(provider.id)
  const label = providerLabel(t, provider)
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        setOpen(false)
        toast(t('keys.removed', { provider: label }))
      },
    })
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        {t('keys.remove')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('keys.removeTitle', { provider: label })}
        description={t('keys.removeText', { provider: label })}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>{t('common.cancel')}</Button>
            <Button variant="danger" busy={remove.isPending} onClick={confirm}>
              {t('common.remove')}
            </Button>
          </>
        }
      />
    </>
  )
}
