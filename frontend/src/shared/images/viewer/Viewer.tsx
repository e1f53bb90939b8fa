import { Dialog } from 'radix-ui'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useQueries } from '@tanstack/react-query'
import type { Image, Run } from '@/bridge/contract'
import { shortcutOf } from '@/shared/commands/shortcut'
import { useModelLabel } from '@/shared/models/queries'
import { actionsFor, type ImageAction, type ImageContext, type ImageTarget } from '../image-actions'
import { imageQuery } from '../queries'
import { usePerform } from '../use-image-actions'
import { closeViewer, stepped, useViewer, without, type Viewing } from '../viewer-state'
import CompareSlider from './CompareSlider'
import { InfoPanel } from './InfoPanel'
import { Pane } from './Pane'
import { ViewerBar } from './ViewerBar'
import { FITTED, type View } from './view'

/** Pictures over the whole window: to look closer, and at several at once. */
export default function Viewer({ context, run }: { context: ImageContext; run: Run | null }) {
  const viewing = useViewer((state) => state.viewing)
  return viewing && <OpenViewer viewing={viewing} context={context} run={run} />
}

function OpenViewer({ viewing, context, run }: { viewing: Viewing; context: ImageContext; run: Run | null }) {
  const { t } = useTranslation()
  const label = useModelLabel()
  const [view, setView] = useState<View>(FITTED)
  const [info, setInfo] = useState(false)
  const images = useQueries({ queries: viewing.shown.map(imageQuery) }).flatMap(({ data }) => data ?? [])
  const current = images.at(-1)
  const generation = run?.generations.find(({ id }) => id === current?.generation_id) ?? null
  const target: ImageTarget = { images: current ? [current] : [], generation, run, among: viewing.ids }
  const perform = usePerform(context)

  const act = (action: ImageAction) => {
    perform(action, target)
    if (action.id === 'delete' && current) without(current.id)
    if (action.id === 'reuse' || action.id === 'useAsReference') closeViewer()
  }
  const go = (step: number) => {
    useViewer.setState({ viewing: stepped(viewing, step) })
    if (viewing.mode === 'single') setView(FITTED)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const pressed = shortcutOf(event.nativeEvent)
    if (pressed === 'arrowleft' || pressed === 'arrowright') go(pressed === 'arrowleft' ? -1 : 1)
    else if (pressed === '0') setView(FITTED)
    else if (pressed === 'i') setInfo(!info)
    else if (pressed === 'enter' && event.target === event.currentTarget) closeViewer()
    else if (pressed === 'space' && event.target === event.currentTarget) closeViewer()
    else {
      const action = actionsFor(target, context).find(({ shortcut, id }) => id !== 'view' && shortcut === pressed)
      if (!action) return
      act(action)
    }
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={closeViewer}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            ;(event.target as HTMLElement).focus()
          }}
          className="fixed inset-0 z-50 flex animate-appear flex-col bg-bg outline-none"
        >
          <Dialog.Title className="sr-only">{t('images.viewer.title')}</Dialog.Title>
          <ViewerBar
            viewing={viewing}
            view={view}
            onView={setView}
            image={current}
            target={target}
            context={context}
            act={act}
            info={info}
            onInfo={() => setInfo(!info)}
            go={go}
          />
          <div className="flex min-h-0 flex-1">
            <Pictures
              viewing={viewing}
              images={images}
              view={view}
              onView={setView}
              label={(image) => (image.model ? label(image.model) : t('images.imported'))}
            />
            {info && current && <InfoPanel image={current} generation={generation} />}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface PicturesProps {
  viewing: Viewing
  images: readonly Image[]
  view: View
  onView: (change: (view: View) => View) => void
  label: (image: Image) => string
}

function Pictures({ viewing, images, view, onView, label }: PicturesProps) {
  const [first, second] = images
  if (viewing.mode === 'slider' && first && second) {
    return (
      <div className="relative min-w-0 flex-1 bg-well">
        <CompareSlider ids={[first.id, second.id]} labels={[label(first), label(second)]} />
      </div>
    )
  }
  return (
    <div
      className={
        viewing.shown.length === 4
          ? 'grid min-w-0 flex-1 grid-cols-2 grid-rows-2 gap-px bg-line *:bg-well'
          : 'flex min-w-0 flex-1 gap-px bg-line *:bg-well'
      }
    >
      {viewing.shown.map((id) => (
        <Pane key={id} id={id} view={view} onView={onView} named={viewing.shown.length > 1} />
      ))}
    </div>
  )
}
