import { Table2, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useBatchDraft } from '@/shared/batch/draft'
import { Button } from '@/shared/ui/Button'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { useBringIn } from '../use-bring-in'

const SHOWN_LINES = 3

/** Lines whose cells the prompt can name; with base images, each line goes with the file that it names. */
export function TablePart() {
  const { t } = useTranslation()
  const table = useBatchDraft((draft) => draft.table)
  const { pickTable } = useBringIn()
  return (
    <section aria-labelledby="table-title">
      <SectionTitle aside={table && t('batch.table.lines', { count: table.rows.length })}>
        <span id="table-title">{t('batch.table.title')}</span>
      </SectionTitle>
      {table ? (
        <div className="overflow-hidden rounded-card border border-line bg-panel">
          <div className="flex items-center gap-2 px-3 py-1.5">
            <Table2 size={15} strokeWidth={1.7} aria-hidden className="shrink-0 text-dim" />
            <span className="min-w-0 flex-1 truncate font-medium" title={table.name}>
              {table.name}
            </span>
            <Button size="sm" variant="quiet" onClick={pickTable}>
              {t('batch.table.other')}
            </Button>
            <Button size="sm" variant="quiet" icon={X} onClick={() => useBatchDraft.setState({ table: null })}>
              {t('batch.table.remove')}
            </Button>
          </div>
          <div className="overflow-x-auto border-t border-line" tabIndex={0} role="region" aria-label={table.name}>
            <table className="w-full border-collapse text-left text-sm">
              <thead>
                <tr>
                  {table.columns.map((column) => (
                    <th key={column} className="max-w-48 truncate px-3 py-1 font-medium text-muted">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.slice(0, SHOWN_LINES).map((row, index) => (
                  <tr key={index} className="border-t border-line">
                    {table.columns.map((column) => (
                      <td key={column} className="max-w-48 truncate px-3 py-1" title={row[column]}>
                        {row[column]}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <Button size="sm" icon={Table2} onClick={pickTable}>
            {t('batch.table.pick')}
          </Button>
          <span className="min-w-0 flex-1 basis-56 text-sm text-faint">{t('batch.table.hint')}</span>
        </div>
      )}
    </section>
  )
}
