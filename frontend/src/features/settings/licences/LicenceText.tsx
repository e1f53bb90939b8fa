import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { LicencePart } from '@/bridge/contract'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { Button } from '@/shared/ui/Button'
import { licenceQuery } from './queries'

/** One package's licence, word for word, and the way back to all of them. */
export function LicenceText({ part, onBack }: { part: LicencePart; onBack: () => void }) {
  const { t } = useTranslation()
  const query = useQuery(licenceQuery(part.id))
  const title = `${part.name} ${part.version}`
  return (
    <>
      <div className="flex items-center gap-3">
        <Button size="sm" variant="quiet" icon={ArrowLeft} autoFocus onClick={onBack}>
          {t('about.licencesBack')}
        </Button>
        <span className="min-w-0 truncate">{title}</span>
        <span className="ml-auto min-w-0 truncate text-sm text-muted">{part.licence}</span>
      </div>
      {query.isError && <QueryFailure query={query} />}
      {query.data?.text === '' && <p className="mt-4 mb-0 text-muted">{t('about.licenceNoText')}</p>}
      {query.data?.text && (
        <pre data-selectable tabIndex={0} aria-label={title} className="mt-2.5 mb-0 h-[min(420px,56vh)] overflow-y-auto rounded-control border border-line bg-well p-2.5 font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">
          {query.data.text}
        </pre>
      )}
    </>
  )
}
