import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reproduction } from '@/bridge/contract'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { Popover } from '@/shared/ui/Popover'
import { useSettled } from '@/shared/ui/use-settled'
import { reproductionsQuery } from '@/shared/words/queries'
import { reopen } from '../state'
import { useHistory } from './history-state'
import { HistoryList } from './HistoryList'

/** Descriptions of before; a click brings one back whole. */
export function HistoryButton() {
  const { t } = useTranslation()
  const open = useHistory((state) => state.open)
  return (
    <Popover
      open={open}
      onOpenChange={(next) => useHistory.setState({ open: next })}
      align="start"
      label={t('reproduce.history.title')}
      className="flex w-[min(460px,calc(100vw-32px))] flex-col p-2"
      trigger={<IconButton icon={History} size="sm" label={t('reproduce.history.title')} shortcut="h" />}
    >
      <HistoryPanel />
    </Popover>
  )
}

function HistoryPanel() {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const wanted = useSettled(text.trim(), 150)
  const query = useInfiniteQuery(reproductionsQuery(wanted))
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = query
  const rows = data?.pages.flatMap((page) => page.reproductions) ?? []
  const take = (row: Reproduction) => {
    reopen(row)
    useHistory.setState({ open: false })
  }
  return (
    <>
      <TextField
        type="search"
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t('reproduce.history.search')}
        aria-label={t('reproduce.history.search')}
      />
      {!data && query.isError && <QueryFailure query={query} />}
      {data && rows.length === 0 && <p className="m-0 px-2 py-4 text-faint">{t(wanted ? 'reproduce.history.nothing' : 'reproduce.history.empty')}</p>}
      {rows.length > 0 && (
        <HistoryList
          rows={rows}
          onTake={take}
          onEnd={() => {
            if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
          }}
        />
      )}
    </>
  )
}
