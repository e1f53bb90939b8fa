import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { openBatch, useOpenBatch } from '@/shared/batch/draft'
import { batchesQuery } from '@/shared/batch/queries'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { PersonFilter } from '@/shared/people/PersonFilter'
import { Button } from '@/shared/ui/Button'
import { BatchLine } from './BatchLine'

const LINE = 62

/** All batches, newest first, each with how far it is. */
export function BatchList() {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const open = useOpenBatch(({ id }) => id)
  const [owner, setOwner] = useState<string | null>(null)
  const query = useInfiniteQuery(batchesQuery(owner))
  const batches = query.data?.pages.flatMap((page) => page.batches) ?? []
  // eslint-disable-next-line react-hooks/incompatible-library -- it is read here and handed to nobody
  const virtual = useVirtualizer({ count: batches.length, getScrollElement: () => scroller.current, estimateSize: () => LINE, overscan: 6 })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (last >= batches.length - 8 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [last, batches.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  return (
    <nav aria-label={t('batch.list.title')} className="flex w-[216px] shrink-0 flex-col border-r border-line bg-panel max-[1280px]:w-[180px]">
      <div className="p-2.5">
        <Button icon={Plus} className="w-full" aria-pressed={open === null} onClick={() => openBatch(null)}>
          {t('batch.new')}
        </Button>
        <PersonFilter className="mt-2" value={owner} onChange={setOwner} />
      </div>
      {query.isError && <QueryFailure query={query} />}
      {query.data && batches.length === 0 && <p className="m-0 px-3.5 py-2 text-sm text-faint">{t(owner === null ? 'batch.list.empty' : 'batch.list.noneOf')}</p>}
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-2">
        <ul aria-label={t('batch.list.title')} className="relative m-0 list-none p-0" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const batch = batches[item.index]
            return (
              batch && (
                <li key={batch.id} className="absolute inset-x-0" style={{ top: item.start, height: item.size }}>
                  <BatchLine batch={batch} isOpen={batch.id === open} />
                </li>
              )
            )
          })}
        </ul>
      </div>
    </nav>
  )
}
