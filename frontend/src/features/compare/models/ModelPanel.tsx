import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelInfo } from '@/bridge/contract'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { groupModels } from '@/shared/models/order'
import { useModelsQuery } from '@/shared/models/queries'
import { TextField } from '@/shared/ui/Field'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { useChosen } from '../use-request'
import { LockedProviders } from './LockedProviders'
import { ModelCount } from './ModelCount'
import { ModelList } from './ModelList'
import { ModelMenu } from './ModelMenu'

/** From this many on, a field finds among them. */
const MANY = 12

/** The models one can ask, and those that only want a key. */
export function ModelPanel() {
  const { t } = useTranslation()
  const query = useModelsQuery()
  const [filter, setFilter] = useState('')
  /** What was chosen when only that was asked to be seen: a row one unticks stays in sight. */
  const [kept, setKept] = useState<readonly ModelInfo[] | null>(null)
  const chosen = useChosen()
  const models = query.data ?? []
  const { usable, locked } = groupModels(models, filter)
  const available = models.filter((model) => model.available)
  const shown = kept ? usable.filter(({ id }) => [...kept, ...chosen].some((model) => model.id === id)) : usable
  if (!query.data && query.isError) return <QueryFailure query={query} />

  return (
    <section aria-labelledby="models-title" className="@container flex min-h-[150px] flex-col">
      {/* The search and the count stay where they are, however far the list goes. */}
      <div className="shrink-0 px-3.5 pt-3.5">
        <SectionTitle
          aside={query.data && <ModelCount chosen={chosen} available={available} only={kept !== null} onOnly={(only) => setKept(only ? chosen : null)} />}
        >
          <span id="models-title">{t('compare.models.title')}</span>
        </SectionTitle>
        {models.length > MANY && (
          <TextField
            type="search"
            className="mb-1.5"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            placeholder={t('compare.models.filter')}
            aria-label={t('compare.models.filter')}
          />
        )}
      </div>
      <div className="min-h-0 overflow-x-hidden overflow-y-auto pb-2 pl-3.5">
        {/* As wide as what stands above: a scrollbar takes its room beside the prices and does not move them. */}
        <div className="w-[calc(100cqw-28px)]">
          <ModelMenu>
            <ModelList models={shown} chosen={chosen} />
          </ModelMenu>
          {!kept && <LockedProviders models={locked} />}
          {usable.length + locked.length === 0 && filter && (
            <p className="m-0 py-2 text-faint">{t('compare.models.nothing', { text: filter })}</p>
          )}
          {query.data && models.length === 0 && <p className="m-0 py-2 text-faint">{t('compare.models.empty')}</p>}
        </div>
      </div>
    </section>
  )
}
