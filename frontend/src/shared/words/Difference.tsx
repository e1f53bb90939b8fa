import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '@/shared/ui/cx'
import { difference } from './difference'

/** What became of a text, word by word. */
export function Difference({ before, after, className }: { before: string; after: string; className?: string }) {
  const { i18n } = useTranslation()
  const pieces = useMemo(() => difference(before, after, i18n.language), [before, after, i18n.language])
  return (
    <p data-selectable className={cx('m-0 whitespace-pre-wrap [overflow-wrap:anywhere]', className)}>
      {pieces.map(({ text, kind }, index) =>
        kind === 'same' ? (
          <span key={index}>{text}</span>
        ) : kind === 'new' ? (
          <ins key={index} className="rounded-sm bg-[color-mix(in_srgb,var(--ok)_28%,transparent)] text-text no-underline">
            {text}
          </ins>
        ) : (
          <del key={index} className="rounded-sm bg-bad-soft text-bad">
            {text}
          </del>
        ),
      )}
    </p>
  )
}
