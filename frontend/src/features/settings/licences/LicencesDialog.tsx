import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LicencePart } from '@/bridge/contract'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { Dialog } from '@/shared/ui/Dialog'
import { TextField } from '@/shared/ui/Field'
import { VirtualRows } from '@/shared/ui/VirtualRows'
import { LicenceText } from './LicenceText'
import { licencesQuery } from './queries'

/** All packages, found by their own or their licence's name; a press shows the text. */
export function LicencesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [shown, setShown] = useState<LicencePart | null>(null)
  const query = useQuery(licencesQuery)
  const wanted = text.trim().toLowerCase()
  const found = query.data?.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(wanted)) ?? []
  return (
    <Dialog open onOpenChange={onClose} title={t('about.licences')} width="md">
      {shown ? (
        <LicenceText part={shown} onBack={() => setShown(null)} />
      ) : (
        <>
          <div className="flex items-center gap-3">
            <TextField type="search" autoFocus aria-label={t('about.licencesFind')} placeholder={t('about.licencesFind')} value={text} onChange={(event) => setText(event.target.value)} />
            <span role="status" className="flex-none text-sm text-faint tabular-nums">
              {query.data && t('about.licencesCount', { count: found.length })}
            </span>
          </div>
          {!query.data && query.isError && <QueryFailure query={query} />}
          {query.data && found.length === 0 && <p className="mt-4 mb-0 text-muted">{t('about.licencesNone', { text: text.trim() })}</p>}
          <VirtualRows label={t('about.licences')} rows={found} height={34} draw={(part) => <PartRow part={part} onShow={() => setShown(part)} />} />
        </>
      )}
    </Dialog>
  )
}

function PartRow({ part: { name, version, licence }, onShow }: { part: LicencePart; onShow: () => void }) {
  const { t } = useTranslation()
  return (
    <button type="button" onClick={onShow} className="flex h-8 w-full items-baseline gap-2 rounded-control px-2.5 py-1.5 text-left hover:bg-press focus-visible:-outline-offset-2">
      <span className="truncate">{name}</span>
      <span className="flex-none text-sm text-faint tabular-nums">{version}</span>
      <span className="ml-auto min-w-24 truncate text-right text-sm text-muted">{licence || t('about.licenceNotNamed')}</span>
    </button>
  )
}
