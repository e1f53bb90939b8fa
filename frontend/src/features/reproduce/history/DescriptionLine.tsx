import { useTranslation } from 'react-i18next'
import type { Reproduction } from '@/bridge/contract'
import { formatAgo } from '@/shared/format'
import { formatPrice } from '@/shared/images/image-format'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { useOwnerName } from '@/shared/people/owner-name'
import { cx } from '@/shared/ui/cx'

/** One description: its picture, its words, how it stands. */
export function DescriptionLine({ row, isShown, onTake }: { row: Reproduction; isShown: boolean; onTake: () => void }) {
  const { t, i18n } = useTranslation()
  const owner = useOwnerName(row.owner)
  const facts = [
    owner,
    formatAgo(row.created, i18n.language),
    row.state === 'done' ? t('reproduce.history.runs', { count: row.run_ids.length }) : t(`reproduce.state.${row.state}`),
    row.cost !== null && formatPrice(t, i18n.language, row.cost),
  ]
  return (
    <button
      type="button"
      aria-current={isShown || undefined}
      onClick={onTake}
      className={cx('flex h-[58px] w-full items-center gap-2.5 rounded-control px-1.5 text-left -outline-offset-2 hover:bg-press', isShown && 'bg-press')}
    >
      <span aria-hidden className="size-[46px] shrink-0 overflow-hidden rounded-control bg-well">
        <TinyThumb id={row.image_id} width={46} height={46} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{(row.prompt || row.text).slice(0, 160) || t('reproduce.history.wordless')}</span>
        <span className="block truncate text-xs text-faint tabular-nums">{facts.filter(Boolean).join(' · ')}</span>
      </span>
    </button>
  )
}
