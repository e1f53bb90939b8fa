import { useTranslation } from 'react-i18next'
import type { Reproduction } from '@/bridge/contract'
import { useImage } from '@/shared/images/queries'
import { Thumb } from '@/shared/images/Thumb'
import { PictureCard } from './PictureCard'
import { PlaceCard } from './PlaceCard'
import type { Result } from './results'

/** The source first, then what was made. */
export function Grid({ row, results }: { row: Reproduction | undefined; results: readonly Result[] }) {
  const { t } = useTranslation()
  const image = useImage(row?.image_id ?? '')
  const ratio = image ? Math.min(Math.max(image.width / image.height, 0.7), 1.6) : 1
  if (!row || results.length === 0) {
    return <p className="m-0 grid min-h-0 flex-1 place-items-center pb-6 text-center text-faint">{t(row ? 'reproduce.results.empty' : 'reproduce.results.none')}</p>
  }
  const among = [row.image_id, ...results.flatMap(({ image: id }) => id ?? [])]
  return (
    <ul className="m-0 -mx-1 grid min-h-0 flex-1 list-none auto-rows-min grid-cols-[repeat(auto-fill,minmax(190px,1fr))] gap-3 overflow-y-auto max-[1100px]:grid-cols-[repeat(auto-fill,minmax(150px,1fr))] px-1 pt-2 pb-3">
      <li className="flex flex-col overflow-hidden rounded-card border border-line bg-panel">
        <div style={{ aspectRatio: ratio }} className="bg-well">
          <Thumb id={row.image_id} size={768} alt={t('reproduce.source.alt')} fit="contain" className="size-full" />
        </div>
        <div className="px-2.5 py-1.5 font-medium">{t('reproduce.results.source')}</div>
      </li>
      {results.map((result) =>
        result.image ? (
          <PictureCard key={result.key} id={result.image} generation={result.generation} source={row.image_id} among={among} ratio={ratio} />
        ) : (
          <PlaceCard key={result.key} generation={result.generation} ratio={ratio} />
        ),
      )}
    </ul>
  )
}
