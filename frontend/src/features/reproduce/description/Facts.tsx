import { useTranslation } from 'react-i18next'
import type { Reproduction } from '@/bridge/contract'
import { Elapsed } from '@/shared/images/Elapsed'
import { formatPrice, formatSeconds } from '@/shared/images/image-format'
import { isWriting, useChatModel } from '@/shared/words/queries'

/** Which model, how long it took, what it cost. */
export function Facts({ row }: { row: Reproduction }) {
  const { t, i18n } = useTranslation()
  const model = useChatModel(row.model)?.label ?? row.model.slice(row.model.indexOf('/') + 1)
  const took = !isWriting(row) && row.seconds !== null && formatSeconds(t, i18n.language, row.seconds)
  const cost = !isWriting(row) && row.cost !== null && formatPrice(t, i18n.language, row.cost)
  return (
    <span className="tabular-nums">
      {[model, took, cost].filter(Boolean).join(' · ')}
      {row.state === 'running' && (
        <>
          {' · '}
          <Elapsed since={row.started ?? row.created} />
        </>
      )}
    </span>
  )
}
