import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { batchQuery } from '@/shared/batch/queries'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListX } from 'lucide-react'
import { Filters } from './Filters'
import { Header } from './Header'
import { Inspector } from './Inspector'
import { TaskGrid } from './TaskGrid'
import { TaskTable } from './TaskTable'
import { Trouble } from './Trouble'
import { useHands } from './use-hands'
import { useFirstTasks } from './use-tasks'
import { useBatchView } from './view-state'

/** A batch: how it stands, its tasks as a table or as pictures beside their bases, and the one that is looked at. */
export function BatchView({ id }: { id: string }) {
  const { t } = useTranslation()
  const query = useQuery(batchQuery(id))
  const { mode, filter, at } = useBatchView()
  const first = useFirstTasks(id, filter)
  const count = first.data?.matching ?? 0
  useHands(id, filter, count)
  const batch = query.data
  if (!batch) return <div className="min-w-0 flex-1">{query.isError && <QueryFailure query={query} />}</div>
  const List = mode === 'grid' ? TaskGrid : TaskTable
  return (
    <section aria-label={batch.name} className="flex min-w-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <Header batch={batch} />
        <Trouble batch={batch} />
        <Filters batch={batch} />
        {first.isError && <QueryFailure query={first} />}
        {first.isPending || count > 0 ? (
          <List id={id} filter={filter} count={count} />
        ) : (
          !first.isError && (
            <EmptyState icon={ListX} title={t('batch.nothing.title')} text={t('batch.nothing.text')} />
          )
        )}
      </div>
      {at !== null && at < count && <Inspector id={id} filter={filter} at={at} />}
    </section>
  )
}
