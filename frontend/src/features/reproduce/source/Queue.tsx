import { useQuery } from '@tanstack/react-query'
import { Check, CircleAlert, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { cx } from '@/shared/ui/cx'
import { Spinner } from '@/shared/ui/Spinner'
import { isWriting, reproductionQuery } from '@/shared/words/queries'
import { useSources, type Source } from '@/shared/words/sources'
import { remove, show } from '../state'

/** Several pictures: each with how far its description is. */
export function Queue() {
  const { t } = useTranslation()
  const { queue, at } = useSources()
  if (queue.length < 2) return null
  return (
    <ul aria-label={t('reproduce.source.queue')} className="mt-2 mb-0 flex max-h-[124px] list-none flex-wrap gap-1.5 overflow-y-auto p-0.5">
      {queue.map((source, index) => (
        <li key={`${source.image}:${index}`} className="group relative">
          <button
            type="button"
            aria-label={t('reproduce.source.one', { number: index + 1 })}
            aria-current={index === at || undefined}
            onClick={() => show(index)}
            className={cx('block size-[52px] overflow-hidden rounded-control border', index === at ? 'border-accent-line shadow-[0_0_0_1px_var(--accent-line)]' : 'border-line')}
          >
            <TinyThumb id={source.image} width={52} height={52} />
          </button>
          <Mark source={source} />
          <button
            type="button"
            aria-label={t('reproduce.source.remove', { number: index + 1 })}
            onClick={() => remove(index)}
            className="absolute top-0.5 right-0.5 grid size-[18px] place-items-center rounded bg-black/70 text-white opacity-0 transition-opacity duration-150 group-hover:opacity-100 focus-visible:opacity-100"
          >
            <X size={11} strokeWidth={2} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Mark({ source: { reproduction } }: { source: Source }) {
  const { t } = useTranslation()
  const { data: row } = useQuery({ ...reproductionQuery(reproduction ?? ''), enabled: reproduction !== null })
  if (!row) return null
  const label = t(`reproduce.state.${row.state}`)
  return (
    <span title={label} className="pointer-events-none absolute bottom-1 left-1 grid size-4 place-items-center rounded bg-black/75 text-white">
      {isWriting(row) ? <Spinner size={10} /> : row.state === 'done' ? <Check size={11} strokeWidth={2.4} aria-label={label} /> : <CircleAlert size={11} strokeWidth={2} aria-label={label} />}
    </span>
  )
}
