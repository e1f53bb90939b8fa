import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { runQuery, runsQuery } from '@/shared/jobs/queries'
import { PersonFilter } from '@/shared/people/PersonFilter'
import { Button } from '@/shared/ui/Button'
import { EmptyState } from '@/shared/ui/EmptyState'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { useAsk } from '../use-ask'
import { reuseRun } from '../reuse-run'
import { useSettled } from '@/shared/ui/use-settled'
import { HistoryList } from './HistoryList'
import { linesOf } from './lines'

/** Earlier runs. A click brings one back whole. */
export function HistoryPanel({ onTaken, onClose }: { onTaken?: () => void; onClose?: () => void }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const ask = useAsk()
  const [text, setText] = useState('')
  const [owner, setOwner] = useState<string | null>(null)
  const wanted = useSettled(text.trim(), 150)
  const isNarrowed = wanted !== '' || owner !== null
  const turns = useRef(0)
  const query = useInfiniteQuery(runsQuery(wanted, owner))
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = query
  const lines = useMemo(() => linesOf(data?.pages.flatMap((page) => page.runs) ?? []), [data])
  const take = useCallback(
    (id: string) => {
      const turn = ++turns.current
      void ask(() => client.query(runQuery(id))).then((run) => {
        // Another was taken while this one was on its way.
        if (!run || turn !== turns.current) return
        reuseRun(client, run, t)
        onTaken?.()
      })
    },
    [ask, client, onTaken, t],
  )
  return (
    <section aria-labelledby="history-title" className="flex h-full flex-col bg-panel">
      <div className="px-3 pt-3.5 pb-2">
        <SectionTitle
          aside={
            <span className="flex items-center gap-1">
              {data?.pages[0]?.total.toLocaleString(i18n.language)}
              {onClose && (
                <IconButton
                  icon={X}
                  size="sm"
                  className="-my-1.5 -mr-1.5"
                  label={t('common.close')}
                  onClick={onClose}
                />
              )}
            </span>
          }
        >
          <span id="history-title">{t('compare.history.title')}</span>
        </SectionTitle>
        <TextField
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t('compare.history.search')}
          aria-label={t('compare.history.search')}
        />
        <PersonFilter className="mt-2" value={owner} onChange={setOwner} />
      </div>
      {lines.length > 0 ? (
        <HistoryList
          lines={lines}
          onTake={take}
          onEnd={() => {
            if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
          }}
        />
      ) : data ? (
        <EmptyState
          title={t(isNarrowed ? 'compare.history.nothing' : 'compare.history.empty')}
          text={isNarrowed ? null : t('compare.history.emptyText')}
        />
      ) : (
        query.isError && <QueryFailure query={query} />
      )}
      {isFetchNextPageError && (
        <Button className="m-2" onClick={() => void fetchNextPage()}>
          {t('compare.history.more')}
        </Button>
      )}
    </section>
  )
}
