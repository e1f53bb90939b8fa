import { useTranslation } from 'react-i18next'
import type { ModelRating } from '@/bridge/contract'
import { useModelLabel } from '@/shared/models/queries'
import { useCost } from '@/shared/studio/money'

const head = 'px-3.5 py-2 font-normal whitespace-nowrap text-sm text-faint'
const cell = 'px-3.5 py-2 text-right whitespace-nowrap tabular-nums text-muted'

/** The models, the best first, each with how sure that is. */
export function RatingsTable({ models }: { models: readonly ModelRating[] }) {
  const { t } = useTranslation()
  const label = useModelLabel()
  const cost = useCost()
  const [least, most] = [Math.min(...models.map(({ low }) => low)), Math.max(...models.map(({ high }) => high))]
  return (
    <div className="overflow-x-auto rounded-card border border-line bg-panel">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line">
            <th className={head}>{t('choose.ratings.model')}</th>
            <th className={`${head} text-right`}>{t('choose.ratings.rating')}</th>
            <th className={`${head} w-[34%]`}>{t('choose.ratings.sure')}</th>
            <th className={`${head} text-right`}>{t('choose.ratings.wins')}</th>
            <th className={`${head} text-right`}>{t('spend.columns.kept')}</th>
            <th className={`${head} text-right`}>{t('spend.columns.perKept')}</th>
          </tr>
        </thead>
        <tbody>
          {models.map((each) => (
            <tr key={each.model} className="border-b border-line last:border-b-0 hover:bg-raised">
              <th scope="row" className="px-3.5 py-2 font-[550]">
                {label(each.model)}
              </th>
              <td className={`${cell} text-text`}>{Math.round(each.rating)}</td>
              <td className="px-3.5 py-2">
                <Span {...each} least={least} most={most} />
              </td>
              <td className={cell}>{t('spend.keptOf', { kept: each.wins, images: each.looks })}</td>
              <td className={cell}>{t('spend.keptOf', { kept: each.kept, images: each.images })}</td>
              <td className={cell}>{each.per_kept === null ? '–' : cost(each.per_kept)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Where the rating lies, on the scale of all. */
function Span({ rating, low, high, least, most }: Pick<ModelRating, 'rating' | 'low' | 'high'> & { least: number; most: number }) {
  const { t } = useTranslation()
  const at = (value: number) => `${(100 * (value - least)) / Math.max(most - least, 1)}%`
  const words = t('choose.ratings.span', { low: Math.round(low), high: Math.round(high) })
  return (
    <span role="img" aria-label={words} title={words} className="relative block h-4 min-w-36">
      <span className="absolute inset-x-0 top-1/2 h-px bg-line" />
      <span className="absolute top-1/2 h-1 -translate-y-1/2 rounded-full bg-line-strong" style={{ left: at(low), width: `calc(${at(high)} - ${at(low)})` }} />
      <span className="absolute top-1/2 size-2 -translate-1/2 rounded-full bg-text" style={{ left: at(rating) }} />
    </span>
  )
}
