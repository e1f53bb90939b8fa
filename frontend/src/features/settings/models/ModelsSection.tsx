import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueModel } from '@/bridge/contract'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { setHidden, useCatalogue } from '@/shared/models/overrides'
import { useNavigation } from '@/shared/studio/navigation'
import { Chip } from '@/shared/ui/Chip'
import { TextField } from '@/shared/ui/Field'
import { CatalogueNotes } from './CatalogueNotes'
import { countOf, FILTERS, grouped, type Filter } from './filters'
import { ModelDialog } from './ModelDialog'
import { ModelLine } from './ModelLine'
import { ProviderHead } from './ProviderHead'

/** All the models the studio knows, usable or not: what each takes and costs, and what the user makes of it. */
export function ModelsSection() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useCatalogue()
  const wanted = useNavigation((state) => state.model)
  const [text, setText] = useState(wanted ?? '')
  const [filter, setFilter] = useState<Filter>('all')
  const [editing, setEditing] = useState<string | null>(null)
  const hide = useCallback((entry: CatalogueModel) => void setHidden(client, t, entry.model, !entry.hidden), [client, t])
  const models = query.data?.models
  const groups = useMemo(() => grouped(models ?? [], filter, text), [models, filter, text])
  if (!query.data || !models) return query.isError ? <QueryFailure query={query} /> : null
  const total = models.length
  return (
    <>
      <CatalogueNotes status={query.data} />
      <div className="sticky -top-4 z-10 -mx-1 mt-3 flex flex-wrap gap-2 bg-bg px-1 pt-2 pb-2.5">
        <TextField
          type="search"
          className="max-w-72 flex-1 basis-56"
          aria-label={t('models.search', { count: total })}
          placeholder={t('models.search', { count: total })}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div role="group" aria-label={t('models.filterLabel')} className="flex flex-wrap gap-1.5">
          {FILTERS.map((each) => (
            <Chip key={each} selected={each === filter} onClick={() => setFilter(each)}>
              {t(`models.filter.${each}`)} <span className="ml-0.5 text-faint tabular-nums">{countOf(models, each)}</span>
            </Chip>
          ))}
        </div>
      </div>
      {groups.length === 0 && <p className="m-0 py-4 text-muted">{t(text ? 'models.nothing' : `models.empty.${filter}`, { text })}</p>}
      {groups.map(({ provider, label, models: found }) => (
        <section key={provider} aria-label={label} className="mb-4 [contain-intrinsic-size:auto_240px] [content-visibility:auto]">
          <ProviderHead id={provider} label={label} count={found.length} />
          <ul className="m-0 list-none overflow-hidden rounded-card border border-line bg-panel p-0">
            {found.map((entry) => (
              <ModelLine key={entry.model.id} entry={entry} onEdit={setEditing} onHide={hide} />
            ))}
          </ul>
        </section>
      ))}
      {editing && <ModelDialog id={editing} onClose={() => setEditing(null)} />}
    </>
  )
}
