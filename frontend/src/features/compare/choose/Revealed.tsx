import { useQuery } from '@tanstack/react-query'
import { Trophy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Run } from '@/bridge/contract'
import { ratingsQuery } from '@/shared/images/choosing'
import { formatPrice, formatSeconds } from '@/shared/images/image-format'
import { Thumb } from '@/shared/images/Thumb'
import { useModelLabel } from '@/shared/models/queries'
import { navigate } from '@/shared/studio/navigation'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'

interface RevealedProps {
  run: Run
  order: readonly string[]
  winner: string
  onAgain: () => void
}

/** Who made which, what it took, and what one's votes say of each model by now. */
export function Revealed({ run, order, winner, onAgain }: RevealedProps) {
  const { t, i18n } = useTranslation()
  const label = useModelLabel()
  const ratings = useQuery(ratingsQuery(false)).data
  return (
    <>
      <ul className="m-0 grid min-h-0 flex-1 auto-rows-[minmax(200px,1fr)] grid-cols-[repeat(auto-fit,minmax(min(260px,100%),1fr))] gap-3 overflow-y-auto p-1 list-none">
        {order.map((id) => {
          const generation = run.generations.find(({ image_ids }) => image_ids.includes(id))
          if (!generation) return null
          const rating = ratings?.models.find(({ model }) => model === generation.model)
          const facts = [
            rating && t('choose.ratingOf', { rating: Math.round(rating.rating) }),
            generation.seconds !== null && formatSeconds(t, i18n.language, generation.seconds),
            generation.cost !== null && formatPrice(t, i18n.language, generation.cost),
          ]
          return (
            <li key={id} className={cx('flex min-h-0 flex-col overflow-hidden rounded-card border bg-panel', id === winner ? 'border-accent-line shadow-[0_0_0_1px_var(--accent-line)]' : 'border-line')}>
              <Thumb id={id} size={768} alt="" fit="contain" className="min-h-0 w-full flex-1 bg-well" />
              <div className="flex h-[37px] shrink-0 items-center gap-2 border-t border-line px-[11px]">
                {id === winner && <Trophy size={14} strokeWidth={1.9} aria-label={t('choose.winner')} className="shrink-0 text-accent-text" />}
                {/* Whose it is was the question: the numbers give way first. */}
                <span className="min-w-0 truncate font-[550]" title={label(generation.model)}>{label(generation.model)}</span>
                <span className="ml-auto min-w-0 shrink-[999] truncate text-sm text-muted tabular-nums">{facts.filter(Boolean).join(' · ')}</span>
              </div>
            </li>
          )
        })}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button autoFocus onClick={onAgain}>
          {t('choose.again')}
        </Button>
        <Button variant="quiet" onClick={() => navigate('settings', { section: 'ratings' })}>
          {t('choose.ratings.open')}
        </Button>
      </div>
    </>
  )
}
