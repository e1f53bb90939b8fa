import { Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { NewToken } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { toast } from '@/shared/ui/toasts'

/** A new token, this once. */
export function TokenDialog({ token, onClose }: { token: NewToken | null; onClose: () => void }) {
  const { t } = useTranslation()
  const copy = () =>
    void navigator.clipboard.writeText(token?.token ?? '').then(
      () => toast(t('settings.copied')),
      () => null,
    )
  return (
    <Dialog
      open={token !== null}
      onOpenChange={onClose}
      width="md"
      title={t('people.token.title', { name: token?.person.name })}
      description={t('people.token.text')}
      actions={
        <>
          <Button icon={Copy} onClick={copy}>
            {t('people.token.copy')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('people.token.done')}
          </Button>
        </>
      }
    >
      <code className="block rounded-control border border-line bg-well px-3 py-2.5 font-mono [overflow-wrap:anywhere]" data-selectable data-testid="token">
        {token?.token}
      </code>
      <p className="mt-2.5 mb-0 text-sm text-muted">{t('people.token.how', { address: window.location.origin })}</p>
    </Dialog>
  )
}
