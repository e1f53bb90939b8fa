import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Image } from '@/bridge/contract'
import { cx } from '@/shared/ui/cx'
import { KindSign } from '../KindSign'
import { Thumb } from '../Thumb'
import { setFace } from './faces'
import { flyFresh } from './fly-apart'
import type { Child } from './offspring'

interface FamilyStripProps {
  root: Image
  family: readonly Child[]
  /** Which of them the cell shows. */
  shown: string
}

/** What was made of a picture, along its lower edge; the first is the picture itself. */
export function FamilyStrip({ root, family, shown }: FamilyStripProps) {
  const { t } = useTranslation()
  const strip = useRef<HTMLUListElement>(null)
  useLayoutEffect(() => {
    const stage = strip.current?.closest<HTMLElement>('[data-picture]')
    const list = strip.current
    if (stage && list) flyFresh({ stage, pane: stage, source: root }, family, (id) => list.querySelector(`[data-member="${id}"]`))
  }, [family, root])
  return (
    <ul
      ref={strip}
      aria-label={t('images.family.title')}
      className="absolute inset-x-2 bottom-2 m-0 flex w-fit max-w-[calc(100%-16px)] list-none gap-1 overflow-x-auto rounded-lg bg-[rgb(16_16_16/0.78)] p-1"
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {[{ id: root.id, kind: root.kind }, ...family].map(({ id, kind }, index) => (
        <li key={id} className="shrink-0">
          <button
            type="button"
            tabIndex={-1}
            data-member={id}
            aria-label={index === 0 ? t('images.family.source') : t('images.family.member', { kind: t(`images.kind.${kind}`), number: index })}
            aria-pressed={id === shown}
            onClick={() => setFace(root.id, id)}
            className={cx(
              'relative block size-9 overflow-hidden rounded-[5px] outline-2 -outline-offset-2 transition-opacity duration-150',
              id === shown ? 'outline-[#f0a63c]' : 'opacity-75 outline-transparent hover:opacity-100',
            )}
          >
            <Thumb id={id} size={320} alt="" className="size-full" />
            {index > 0 && <KindSign kind={kind} />}
          </button>
        </li>
      ))}
    </ul>
  )
}
