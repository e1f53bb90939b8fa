import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { create } from 'zustand'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { PersonFilter } from '@/shared/people/PersonFilter'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { Popover } from '@/shared/ui/Popover'
import { useSettled } from '@/shared/ui/use-settled'
import { VirtualRows } from '@/shared/ui/VirtualRows'

const useOpen = create<{ open: boolean }>(() => ({ open: false }))

export const toggleHistory = (): void => useOpen.setState(({ open }) => ({ open: !open }))
const close = (): void => useOpen.setState({ open: false })

interface HistoryProps<Row> {
  words: { title: string; search: string; nothing: string; empty: string }
  /** What there is of before, with `text` in it; `owner`: of one person. */
  useRows: (text: string, owner: string | null) => { rows: readonly Row[]; query: UseInfiniteQueryResult }
  /** A line of `ROW` pixels; `close` once one is taken. */
  draw: (row: Row, close: () => void) => ReactNode
  align: 'start' | 'end'
}

const ROW = 62

/** What was made before in a workspace; a click brings one back whole. */
export function HistoryButton<Row extends { id: string }>({ align, ...rest }: HistoryProps<Row>) {
  const open = useOpen((state) => state.open)
  const { title } = rest.words
  useEffect(() => close, [])
  return (
    <Popover
      open={open}
      onOpenChange={(next) => useOpen.setState({ open: next })}
      align={align}
      label={title}
      className="flex w-[min(460px,calc(100vw-32px))] flex-col p-2"
      trigger={<IconButton icon={History} size="sm" label={title} shortcut="h" />}
    >
      <Panel {...rest} />
    </Popover>
  )
}

function Panel<Row extends { id: string }>({ words, useRows, draw }: Omit<HistoryProps<Row>, 'align'>) {
  const [text, setText] = useState('')
  const [owner, setOwner] = useState<string | null>(null)
  const wanted = useSettled(text.trim(), 150)
  const { rows, query } = useRows(wanted, owner)
  const { isSuccess, isError, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = query
  const onEnd = () => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }
  return (
    <>
      <TextField type="search" autoFocus value={text} onChange={(event) => setText(event.target.value)} placeholder={words.search} aria-label={words.search} />
      <PersonFilter className="mt-2" value={owner} onChange={setOwner} />
      {rows.length === 0 && isError && <QueryFailure query={query} />}
      {rows.length === 0 && isSuccess && <p className="m-0 px-2 py-4 text-faint">{wanted || owner !== null ? words.nothing : words.empty}</p>}
      {rows.length > 0 && <VirtualRows label={words.title} rows={rows} height={ROW} draw={(row) => draw(row, close)} onEnd={onEnd} />}
    </>
  )
}
