import { Download, Upload } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VaultStatus } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { ExportDialog } from './ExportDialog'
import { ImportDialog } from './ImportDialog'

/** Settings and keys to another machine, and from one. */
export function TransferButtons({ vault }: { vault: VaultStatus }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'export' | 'import' | null>(null)
  const close = () => setOpen(null)
  return (
    <div className="flex flex-wrap gap-2">
      <Button icon={Upload} onClick={() => setOpen('export')}>
        {t('keys.transfer.export')}
      </Button>
      <Button icon={Download} onClick={() => setOpen('import')}>
        {t('keys.transfer.import')}
      </Button>
      {open === 'export' && <ExportDialog locked={vault.locked} onClose={close} />}
      {open === 'import' && <ImportDialog onClose={close} />}
    </div>
  )
}
