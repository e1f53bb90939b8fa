import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { HistoryButton } from '@/shared/history/HistoryButton'
import { reproductionsQuery } from '@/shared/words/queries'
import { reopen, useCurrent } from '../state'
import { DescriptionLine } from './DescriptionLine'

/** Descriptions of before. */
export function DescriptionHistory() {
  const { t } = useTranslation()
  const shown = useCurrent()?.reproduction
  const words = { title: t('reproduce.history.title'), search: t('reproduce.history.search'), nothing: t('reproduce.history.nothing'), empty: t('reproduce.history.empty') }
  return (
    <HistoryButton
      align="start"
      words={words}
      useRows={useDescriptions}
      draw={(row, close) => (
        <DescriptionLine
          row={row}
          isShown={row.id === shown}
          onTake={() => {
            reopen(row)
            close()
          }}
        />
      )}
    />
  )
}

function useDescriptions(text: string, owner: string | null) {
  const query = useInfiniteQuery(reproductionsQuery(text, owner))
  return { query, rows: query.data?.pages.flatMap((page) => page.reproductions) ?? [] }
}
