import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reproduction } from '@/bridge/contract'
import { useModelLabel } from '@/shared/models/queries'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { Select } from '@/shared/ui/Select'
import { later } from '@/shared/studio/later'
import { useView } from '../state'
import { Grid } from './Grid'
import { useResults, type Result } from './results'

const CompareSlider = later(() => import('@/shared/images/viewer/CompareSlider'))

type Picture = Result & { image: string }

/** What was made of the prompt, beside the picture it came from. */
export function Results({ row }: { row: Reproduction | undefined }) {
  const { t } = useTranslation()
  const label = useModelLabel()
  const { mode, picked } = useView()
  const results = useResults(row)
  const pictures = results.filter((result): result is Picture => result.image !== null)
  const over = pictures.find(({ image }) => image === picked) ?? pictures[0]
  const shown = over ? mode : 'grid'
  const options = pictures.map(({ image, generation }, index) => ({ value: image, label: `${index + 1} · ${label(generation.model)}` }))
  return (
    <section aria-labelledby="results-title" className="flex min-h-0 flex-1 flex-col px-4 pt-2.5">
      <div className="flex min-h-8 items-center gap-3 [&>div:first-child]:mb-0">
        <SectionTitle>
          <span id="results-title">{t('reproduce.results.title')}</span>
        </SectionTitle>
        <span className="flex-1" />
        {over && shown !== 'grid' && (
          <Select className="max-w-56" aria-label={t('reproduce.results.which')} value={over.image} options={options} onChange={(image) => useView.setState({ picked: image })} />
        )}
        {over && (
          <SegmentedControl
            label={t('reproduce.results.view')}
            value={shown}
            options={(['grid', 'slider', 'difference'] as const).map((value) => ({ value, label: t(`reproduce.results.${value}`) }))}
            onChange={(next) => useView.setState({ mode: next })}
          />
        )}
      </div>
      {row && over && shown !== 'grid' ? (
        <div className="relative mt-2 mb-3 min-h-0 flex-1 overflow-hidden rounded-card border border-line bg-well">
          <Suspense fallback={null}>
            <CompareSlider key={over.image} ids={[row.image_id, over.image]} labels={[t('reproduce.results.source'), label(over.generation.model)]} mode={shown} />
          </Suspense>
        </div>
      ) : (
        <Grid row={row} results={results} />
      )}
    </section>
  )
}
