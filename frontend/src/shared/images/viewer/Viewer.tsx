import { Dialog } from 'radix-ui'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useQueries } from '@tanstack/react-query'
import type { Image, Run } from '@/bridge/contract'
import { shortcutOf } from '@/shared/commands/shortcut'
import { returnFocus } from '@/shared/ui/return-focus'
import { actionsFor, type ImageAction, type ImageContext, type ImageTarget } from '../image-actions'
import { useImageLabel, isSeeThrough } from '../image-label'
import { imageQuery } from '../queries'
import { usePerform } from '../use-image-actions'
import { closeViewer, inMode, stepped, useViewer, type ViewerMode, type Viewing } from '../viewer-state'
import { Filmstrip } from './Filmstrip'
import { GroundPicker } from './GroundPicker'
import { InfoPanel } from './InfoPanel'
import { Overlaid } from './Overlaid'
import type { Ground } from './paint'
import { Pane } from './Pane'
import { MODE_KEYS, VIEWER_KEYS } from './shortcuts'
import { FITTED, isAlike, zoomAt } from './view'
import { createLens, createView, type LensStore, type ViewStore } from './view-store'
import { ViewerBar } from './ViewerBar'
import { atPixels, paneBox, Zoom } from './Zoom'

/** Pictures over the whole window: to look closer, and at several at once. */
export default function Viewer({ context, run }: { context: ImageContext; run: Run | null }) {
  const viewing = useViewer((state) => state.viewing)
  return viewing && <OpenViewer viewing={viewing} context={context} run={run} />
}

const ZOOM_STEP = 1.4
const modeOf = (key: string) => (Object.keys(MODE_KEYS) as ViewerMode[]).find((mode) => MODE_KEYS[mode] === key)

function OpenViewer({ viewing, context, run }: { viewing: Viewing; context: ImageContext; run: Run | null }) {
  const { t } = useTranslation()
  const [view] = useState(createView)
  const [glass] = useState(createLens)
  const [lens, setLens] = useState(false)
  const [info, setInfo] = useState(false)
  const [ground, setGround] = useState<Ground>('squares')
  const images = useQueries({ queries: viewing.shown.map(imageQuery) }).flatMap(({ data }) => data ?? [])
  const current = images.at(-1)
  const generation = run?.generations.find(({ id }) => id === current?.generation_id) ?? null
  const target: ImageTarget = { images: current ? [current] : [], generation, run, among: viewing.ids }
  const perform = usePerform(context)

  const act = (action: ImageAction) => {
    perform(action, target)
    if (action.id === 'reuse' || action.id === 'useAsReference') closeViewer()
  }
  const go = (step: number) => useViewer.setState({ viewing: stepped(viewing, step) })
  const onMode = (mode: ViewerMode) => useViewer.setState({ viewing: inMode(viewing, mode) })
  const zoomBy = (factor: number) => {
    if (current) view.setState((now) => zoomAt(now, now.zoom * factor, { x: 0, y: 0 }, paneBox(), current))
  }
  const showPixels = (pixels: number) => {
    if (current) view.setState((now) => atPixels(now, current, pixels))
  }
  const keys: Record<string, () => void> = {
    [VIEWER_KEYS.previous]: () => go(-1),
    [VIEWER_KEYS.next]: () => go(1),
    [VIEWER_KEYS.fit]: () => view.setState(FITTED),
    [VIEWER_KEYS.pixels]: () => showPixels(1),
    [VIEWER_KEYS.doublePixels]: () => showPixels(2),
    [VIEWER_KEYS.zoomIn]: () => zoomBy(ZOOM_STEP),
    '=': () => zoomBy(ZOOM_STEP),
    [VIEWER_KEYS.zoomOut]: () => zoomBy(1 / ZOOM_STEP),
    [VIEWER_KEYS.lens]: () => setLens(!lens),
    [VIEWER_KEYS.info]: () => setInfo(!info),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const pressed = shortcutOf(event.nativeEvent)
    // Where a message is in sight the library lets it alone hear the key.
    if (pressed === 'escape' && !event.defaultPrevented) closeViewer()
    const mode = modeOf(pressed)
    const own = keys[pressed]
    if (own) own()
    else if (mode) onMode(mode)
    else if ((pressed === 'enter' || pressed === 'space') && event.target === event.currentTarget) {
      // The key that opened it may still be held.
      if (!event.repeat) closeViewer()
    } else {
      const action = actionsFor(target, context).find(({ shortcut, id }) => id !== 'view' && shortcut === pressed)
      if (!action) return
      if (!event.repeat) act(action)
    }
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={closeViewer}>
      <Dialog.Portal>
        <Dialog.Content
          data-toasts="strip"
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            ;(event.target as HTMLElement).focus()
          }}
          onCloseAutoFocus={returnFocus}
          className="fixed inset-0 z-30 flex animate-appear flex-col bg-bg outline-none"
        >
          <Dialog.Title className="sr-only">{t('images.viewer.title')}</Dialog.Title>
          <ViewerBar
            viewing={viewing}
            target={target}
            context={context}
            act={act}
            info={info}
            onInfo={() => setInfo(!info)}
            lens={lens}
            onLens={() => setLens(!lens)}
            onMode={onMode}
            go={go}
          >
            {viewing.mode !== 'difference' && images.some(isSeeThrough) && <GroundPicker value={ground} onChange={setGround} />}
            {current && <Zoom frame={current} view={view} />}
          </ViewerBar>
          <div className="flex min-h-0 flex-1">
            <Pictures viewing={viewing} images={images} view={view} lens={lens ? glass : null} ground={ground} />
            {info && current && <InfoPanel image={current} generation={generation} />}
          </div>
          {viewing.ids.length > 1 && <Filmstrip viewing={viewing} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface PicturesProps {
  viewing: Viewing
  images: readonly Image[]
  view: ViewStore
  lens: LensStore | null
  ground: Ground
}

function Pictures({ viewing: { mode, shown, ids }, images, ...rest }: PicturesProps) {
  const name = useImageLabel()
  const names = useViewer((state) => state.names)
  // A model may have made several: the number in the strip tells them apart.
  const label = (image: Image) => names[image.id] ?? `${ids.indexOf(image.id) + 1} · ${name(image)}`
  const [first, second] = images
  if (mode !== 'single' && mode !== 'side' && first && second) {
    return (
      <div className="relative min-w-0 flex-1 bg-well">
        <Overlaid images={[first, second]} labels={[label(first), label(second)]} mode={mode} {...rest} />
      </div>
    )
  }
  return (
    <div
      className={
        shown.length === 4
          ? 'grid min-w-0 flex-1 grid-cols-2 grid-rows-2 gap-px bg-line *:bg-well'
          : 'flex min-w-0 flex-1 gap-px bg-line *:bg-well'
      }
    >
      {images.map((image) => (
        <Pane key={image.id} image={image} frame={frameOf(image, images)} name={images.length > 1 ? label(image) : null} {...rest} />
      ))}
    </div>
  )
}

/** Of pictures of one shape the largest gives the measure, so that all show the same part at the same size. */
const frameOf = (image: Image, images: readonly Image[]): Image =>
  images.filter((other) => isAlike(other, image)).reduce((largest, other) => (other.width > largest.width ? other : largest), image)
