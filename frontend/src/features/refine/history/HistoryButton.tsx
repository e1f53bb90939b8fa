import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { showSession } from '@/shared/refine/open'
import { sessionsQuery } from '@/shared/refine/queries'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { Popover } from '@/shared/ui/Popover'
import { useSettled } from '@/shared/ui/use-settled'
import { VirtualRows } from '@/shared/ui/VirtualRows'
import { freshView } from '../state'
import { HistoryLine } from './HistoryLine'
import { useHistory } from './history-state'

/** Sessions of before; a click brings one back whole. */
export function HistoryButton({ shown }: { shown: string | undefined }) {
  const { t } = useTranslation()
  const open = useHistory((state) => state.open)
  return (
    <Popover
      open={open}
      onOpenChange={(next) => useHistory.setState({ open: next })}
      align="end"
      label={t('refine.history.title')}
      className="flex w-[min(460px,calc(100vw-32px))] flex-col p-2"
      trigger={<IconButton icon={History} size="sm" label={t('refine.history.title')} shortcut="h" />}
    >
      <HistoryPanel shown={shown} />
    </Popover>
  )
}

function HistoryPanel({ shown }: { shown: string | undefined }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const wanted = useSettled(text.trim(), 150)
  const query = useInfiniteQuery(sessionsQuery(wanted))
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = query
  const rows = data?.pages.flatMap((page) => page.sessions) ?? []
  const take = (id: string) => {
    freshView()
    showSession(id)
    useHistory.setState({ open: false })
  }
  return (
    <>
      <TextField type="search" autoFocus value={text} onChange={(event) => setText(event.target.value)} placeholder={t('refine.history.search')} aria-label={t('refine.history.search')} />
      {!data && query.isError && <QueryFailure query={query} />}
      {data && rows.length === 0 && <p className="m-0 px-2 py-4 text-faint">{t(wanted ? 'refine.history.nothing' : 'refine.history.empty')}</p>}
      {rows.length > 0 && (
        <VirtualRows
          label={t('refine.history.title')}
          rows={rows}
          height={62}
          draw={(row) => <HistoryLine row={row} isShown={row.id === shown} onTake={() => take(row.id)} />}
          onEnd={() => {
            if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
          }}
        />
      )}
    </>
  )
}
