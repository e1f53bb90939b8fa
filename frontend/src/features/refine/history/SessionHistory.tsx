import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { HistoryButton } from '@/shared/history/HistoryButton'
import { showSession } from '@/shared/refine/open'
import { sessionsQuery } from '@/shared/refine/queries'
import { freshView } from '../state'
import { HistoryLine } from './HistoryLine'

/** Sessions of before. */
export function SessionHistory({ shown }: { shown: string | undefined }) {
  const { t } = useTranslation()
  const words = { title: t('refine.history.title'), search: t('refine.history.search'), nothing: t('refine.history.nothing'), empty: t('refine.history.empty') }
  const take = (id: string) => {
    freshView()
    showSession(id)
  }
  return (
    <HistoryButton
      align="end"
      words={words}
      useRows={useSessions}
      draw={(row, close) => (
        <HistoryLine
          row={row}
          isShown={row.id === shown}
          onTake={() => {
            take(row.id)
            close()
          }}
        />
      )}
    />
  )
}

function useSessions(text: string, owner: string | null) {
  const query = useInfiniteQuery(sessionsQuery(text, owner))
  return { query, rows: query.data?.pages.flatMap((page) => page.sessions) ?? [] }
}
