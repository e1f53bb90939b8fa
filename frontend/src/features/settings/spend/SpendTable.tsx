import { useTranslation } from 'react-i18next'
import type { SpendLine } from '@/bridge/contract'
import { useCost } from '@/shared/studio/money'

export interface TableRow extends SpendLine {
  name: string
  note?: string
  /** Of models: how many of their images were kept, and what each of those cost. */
  kept?: { kept: number; images: number; each: number | null }
}

/** Sums, one line each. */
export function SpendTable({ first, rows }: { first: string; rows: readonly TableRow[] }) {
  const { t } = useTranslation()
  const cost = useCost()
  const hasKept = rows.some(({ kept }) => kept)
  const hasPossible = rows.some(({ possible }) => possible > 0)
  const head = 'px-3.5 py-2 font-normal whitespace-nowrap text-sm text-faint'
  const cell = 'px-3.5 py-1.5 text-right whitespace-nowrap tabular-nums'
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line">
            <th className={head}>{first}</th>
            <th className={`${head} text-right`}>{t('spend.columns.calls')}</th>
            {hasKept && <th className={`${head} text-right`}>{t('spend.columns.kept')}</th>}
            {hasKept && <th className={`${head} text-right`}>{t('spend.columns.perKept')}</th>}
            {hasPossible && <th className={`${head} text-right`}>{t('spend.columns.possible')}</th>}
            <th className={`${head} text-right`}>{t('spend.columns.spent')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className="border-b border-line last:border-b-0 hover:bg-raised">
              <th scope="row" className="px-3.5 py-1.5 font-normal">
                {row.name} {row.note && <span className="text-sm text-faint">{row.note}</span>}
              </th>
              <td className={`${cell} text-muted`}>{row.calls}</td>
              {hasKept && <td className={`${cell} text-muted`}>{row.kept && t('spend.keptOf', { ...row.kept })}</td>}
              {hasKept && <td className={`${cell} text-muted`}>{row.kept?.each != null ? cost(row.kept.each) : '–'}</td>}
              {hasPossible && <td className={`${cell} text-muted`}>{row.possible > 0 ? cost(row.possible) : '–'}</td>}
              <td className={cell}>{row.unpriced === row.calls ? '?' : cost(row.spent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
