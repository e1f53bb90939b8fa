import { ScanEye } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Reproduction } from '@/bridge/contract'
import { EmptyState } from '@/shared/ui/EmptyState'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { StreamText } from '@/shared/words/StreamText'
import { Facts } from './Facts'
import { StateBar } from './StateBar'

/** What the model says, as it says it. */
export function DescriptionPane({ row }: { row: Reproduction | undefined }) {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="description-title" className="flex min-w-0 flex-1 flex-col border-r border-line px-4 pt-3">
      <SectionTitle aside={row && <Facts row={row} />}>
        <span id="description-title">{t('reproduce.description.title')}</span>
      </SectionTitle>
      {row ? (
        <>
          <StreamText key={row.id} id={row.id} text={row.text} label={t('reproduce.description.title')} className="min-h-0 flex-1 pr-1 pb-2 text-lg" />
          <StateBar row={row} />
        </>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <EmptyState icon={ScanEye} title={t('reproduce.empty.title')} text={t('reproduce.empty.text')} />
        </div>
      )}
    </section>
  )
}
