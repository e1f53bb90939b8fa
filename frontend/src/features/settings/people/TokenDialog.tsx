import { Copy } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewToken } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { copyShown } from '@/shared/ui/copy-shown'
import { Dialog } from '@/shared/ui/Dialog'

/** A new token, this once. */
export function TokenDialog({ token, onClose }: { token: NewToken | null; onClose: () => void }) {
  const { t } = useTranslation()
  const shown = useRef<HTMLElement>(null)
  return (
    <Dialog
      open={token !== null}
      onOpenChange={onClose}
      width="md"
      title={t('people.token.title', { name: token?.person.name })}
      description={t('people.token.text')}
      actions={
        <>
          <Button icon={Copy} onClick={() => void copyShown(token?.token ?? '', shown.current)}>
            {t('people.token.copy')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('people.token.done')}
          </Button>
        </>
      }
    >
      <code ref={shown} className="block rounded-control border border-line bg-well px-3 py-2.5 font-mono [overflow-wrap:anywhere]" data-selectable data-testid="token">
        {token?.token}
      </code>
      <p className="mt-2.5 mb-0 text-sm text-muted">{t('people.token.how', { address: window.location.origin })}</p>
    </Dialog>
  )
}
