import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '@/shared/ui/cx'
import type { Image } from '@/bridge/contract'
import { flyFresh } from '../family/fly-apart'
import { childOf } from '../family/offspring'
import { KindSign } from '../KindSign'
import { imageQuery, useImage } from '../queries'
import { Thumb } from '../Thumb'
import { useViewer, withShown, type Viewing } from '../viewer-state'

/** How many of them are drawn on either side of the one shown. */
const AROUND = 24

/** All pictures that the arrows go through. Ctrl or Shift puts one more beside what is shown. */
export function Filmstrip({ viewing }: { viewing: Viewing }) {
  const { t } = useTranslation()
  const { ids, shown } = viewing
  const place = ids.indexOf(shown.at(-1) ?? '')
  const start = Math.max(0, place - AROUND)
  const strip = useRef<HTMLUListElement>(null)
  const client = useQueryClient()
  useLayoutEffect(() => {
    const list = strip.current
    const stage = list?.closest<HTMLElement>('[role="dialog"]')
    const source = client.getQueryData<Image>(imageQuery(shown.at(-1) ?? '').queryKey)
    const pane = source && stage?.querySelector(`[data-pane="${source.id}"]`)
    if (!list || !stage || !pane) return
    const family = ids.flatMap((id) => childrenOf(client.getQueryData<Image>(imageQuery(id).queryKey)))
    flyFresh({ stage, pane, most: 1, source }, family, (id) => list.querySelector(`[data-frame="${id}"]`))
  }, [ids, shown, client])
  const choose = (id: string, more: boolean) =>
    useViewer.setState({ viewing: more ? withShown(viewing, id) : { ids, mode: 'single', shown: [id] } })
  return (
    <ul
      ref={strip}
      aria-label={t('images.viewer.strip')}
      className="m-0 flex h-[74px] shrink-0 list-none items-center gap-1.5 overflow-x-auto border-t border-line bg-panel px-3 py-0"
    >
      {ids.slice(start, place + AROUND + 1).map((id, index) => (
        <Frame
          key={id}
          id={id}
          number={start + index + 1}
          place={shown.indexOf(id)}
          current={id === shown.at(-1)}
          onChoose={(more) => choose(id, more)}
        />
      ))}
    </ul>
  )
}

const childrenOf = (image: Image | undefined) => (image ? childOf(image) : [])

interface FrameProps {
  id: string
  /** From 1, among all. */
  number: number
  /** Among those shown; -1 where it is not. */
  place: number
  current: boolean
  onChoose: (more: boolean) => void
}

function Frame({ id, number, place, current, onChoose }: FrameProps) {
  const { t } = useTranslation()
  const button = useRef<HTMLButtonElement>(null)
  const image = useImage(id)
  useEffect(() => {
    if (current) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  return (
    <li className={cx('first:ml-auto last:mr-auto', image?.parent_id && '-ml-0.5')}>
      <button
        ref={button}
        type="button"
        data-frame={id}
        tabIndex={current ? 0 : -1}
        aria-label={t('images.viewer.frame', { number })}
        aria-current={place >= 0 || undefined}
        onClick={(event) => onChoose(event.ctrlKey || event.metaKey || event.shiftKey)}
        className={cx(
          'relative grid size-[54px] place-items-center overflow-hidden rounded-control border bg-well transition-opacity duration-150',
          place >= 0 ? 'border-accent-line opacity-100' : 'border-line opacity-70 hover:opacity-100',
        )}
      >
        <Thumb id={id} size={320} alt="" fit="cover" className="size-full" />
        {image && <KindSign kind={image.kind} />}
      </button>
    </li>
  )
}
