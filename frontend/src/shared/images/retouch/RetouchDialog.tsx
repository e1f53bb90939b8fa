import { useQuery } from '@tanstack/react-query'
import { Eraser, PaintbrushVertical, Redo2, Undo2, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Image } from '@/bridge/contract'
import { shortcutOf } from '@/shared/commands/shortcut'
import { Button } from '@/shared/ui/Button'
import { IconButton } from '@/shared/ui/IconButton'
import { returnFocus } from '@/shared/ui/return-focus'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { Slider } from '@/shared/ui/Slider'
import type { ImageContext } from '../image-target'
import { Leaving } from '../mask/Leaving'
import { imageQuery } from '../queries'
import { retouch } from '../tools/tool-hands'
import { closerOfTool, closeTool } from '../tools/tool-state'
import { useAct } from '../use-act'
import { GroundPicker } from '../viewer/GroundPicker'
import type { Ground } from '../viewer/paint'
import { FITTED } from '../viewer/view'
import { createView } from '../viewer/view-store'
import { RetouchCanvas } from './RetouchCanvas'
import { createDrawing, redo, undo, type Brush } from './strokes'

/** Brings back or takes away parts of a cut-out by hand, over the whole window. */
export default function RetouchDialog({ image, context }: { image: Image; context: ImageContext }) {
  const { t } = useTranslation()
  const { actOnce, busy } = useAct()
  const source = useQuery({ ...imageQuery(image.parent_id ?? ''), enabled: image.parent_id !== null }).data
  const [drawing] = useState(createDrawing)
  const [view] = useState(createView)
  const [ground, setGround] = useState<Ground>('squares')
  const most = Math.max(image.width, image.height) / 4
  const [brush, setBrush] = useState<Brush>({ mode: 'erase', radius: Math.max(4, Math.round(most / 10)), hardness: 0.8 })
  const strokes = useStore(drawing, ({ done }) => done)
  const canRedo = useStore(drawing, ({ undone }) => undone.length > 0)
  const change = (changes: Partial<Brush>) => setBrush({ ...brush, ...changes })
  /** The strokes are asked for before they are thrown away. */
  const [asking, setAsking] = useState(false)
  const leave = () => (strokes.length > 0 && !asking ? setAsking(true) : closeTool())
  const resize = (by: number) => change({ radius: Math.min(most, Math.max(1, Math.round(brush.radius * by))) })
  const save = () => actOnce(() => retouch(image, { strokes: [...strokes] }, context).then(closerOfTool()))
  const keys: Record<string, () => void> = {
    'mod+z': () => undo(drawing),
    'mod+shift+z': () => redo(drawing),
    'mod+y': () => redo(drawing),
    e: () => change({ mode: 'erase' }),
    r: () => change({ mode: 'restore' }),
    '[': () => resize(1 / 1.25),
    ']': () => resize(1.25),
    '0': () => view.setState(FITTED),
    'mod+enter': () => void (strokes.length > 0 && save()),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const perform = keys[shortcutOf(event.nativeEvent)]
    if (!perform) return
    event.preventDefault()
    event.stopPropagation()
    perform()
  }
  return (
    <Dialog.Root open onOpenChange={leave}>
      <Dialog.Portal>
        <Dialog.Content
          data-toasts="edge"
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            // Its keys work from here; the first button would throw the work away.
            event.preventDefault()
            ;(event.target as HTMLElement).focus()
          }}
          onCloseAutoFocus={returnFocus}
          className="fixed inset-0 z-40 flex animate-appear flex-col bg-bg outline-none"
        >
          <div className="flex h-[50px] shrink-0 items-center gap-3 border-b border-line bg-panel px-3">
            <IconButton icon={X} label={t('common.cancel')} shortcut="escape" onClick={leave} />
            <Dialog.Title className="m-0 truncate text-base font-semibold max-[1100px]:sr-only">{t('tools.retouch.title')}</Dialog.Title>
            <SegmentedControl
              label={t('tools.retouch.mode')}
              value={brush.mode}
              options={[
                { value: 'erase', label: t('tools.retouch.erase'), icon: Eraser },
                { value: 'restore', label: t('tools.retouch.restore'), icon: PaintbrushVertical },
              ]}
              onChange={(mode) => change({ mode })}
            />
            <Labelled label={t('tools.retouch.size')}>
              <Slider label={t('tools.retouch.size')} value={brush.radius} min={1} max={Math.round(most)} onChange={(radius) => change({ radius })} />
            </Labelled>
            <Labelled label={t('tools.retouch.hardness')}>
              <Slider
                label={t('tools.retouch.hardness')}
                value={Math.round(brush.hardness * 100)}
                min={0}
                max={100}
                onChange={(percent) => change({ hardness: percent / 100 })}
              />
            </Labelled>
            <span className="flex-1" />
            <GroundPicker value={ground} onChange={setGround} />
            <IconButton icon={Undo2} label={t('common.undo')} shortcut="mod+z" disabled={strokes.length === 0} onClick={() => undo(drawing)} />
            <IconButton icon={Redo2} label={t('tools.retouch.redo')} shortcut="mod+shift+z" disabled={!canRedo} onClick={() => redo(drawing)} />
            <Button variant="primary" busy={busy} disabled={strokes.length === 0} onClick={() => void save()}>
              {t('tools.retouch.save')}
            </Button>
          </div>
          {source && <RetouchCanvas image={image} source={source} brush={brush} drawing={drawing} view={view} ground={ground} />}
          {asking && (
            <div className="absolute bottom-4 left-1/2 flex w-max max-w-[calc(100vw-32px)] -translate-x-1/2 animate-rise items-center gap-2 rounded-card border border-line-strong bg-overlay py-2 pr-2 pl-3.5 shadow-overlay">
              <Leaving question={t('tools.retouch.leave')} onStay={() => setAsking(false)} onLeave={closeTool} />
            </div>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex w-44 min-w-24 shrink items-center gap-2 max-[1250px]:flex-col max-[1250px]:items-stretch max-[1250px]:gap-0">
      <span className="shrink-0 text-sm text-muted max-[1250px]:-mb-1 max-[1250px]:text-xs max-[1250px]:leading-3">{label}</span>
      {children}
    </div>
  )
}
