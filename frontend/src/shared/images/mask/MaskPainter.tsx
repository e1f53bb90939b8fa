import { useMutation, useQuery } from '@tanstack/react-query'
import { Dialog as Radix } from 'radix-ui'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { shortcutOf } from '@/shared/commands/shortcut'
import { Button } from '@/shared/ui/Button'
import { returnFocus } from '@/shared/ui/return-focus'
import { Spinner } from '@/shared/ui/Spinner'
import { Easel } from './Easel'
import type { Ground } from './mask-file'
import { keepMask, loadGround, maskFileOf } from './mask-file'
import { Leaving } from './Leaving'
import { Painting } from './painting'
import { PainterBar } from './PainterBar'
import type { Brush } from './use-brush'
import { MAX_SIZE, MIN_SIZE } from './use-brush'
import { useZoom } from './use-zoom'

interface MaskPainterProps {
  imageId: string
  /** What is painted over it already. */
  maskId: string | null
  /** The mask's id in the library; `null` where nothing is painted. */
  onDone: (maskId: string | null) => void
  onClose: () => void
}

/** Paints over a picture what of it is to change. */
export default function MaskPainter({ imageId, maskId, onDone, onClose }: MaskPainterProps) {
  const { t } = useTranslation()
  const ground = useQuery({ queryKey: ['mask', imageId, maskId], queryFn: () => loadGround(imageId, maskId), gcTime: 0, retry: false })
  /** The painting is asked for before it is thrown away. */
  const [asking, setAsking] = useState(false)
  const painting = useMemo(() => ground.data && new Painting(ground.data.painted), [ground.data])
  const leave = () => {
    if (!asking && painting?.state().canUndo) setAsking(true)
    else onClose()
  }
  return (
    <Radix.Root open onOpenChange={leave}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="fixed inset-3 z-50 flex animate-appear flex-col overflow-hidden rounded-[12px] border border-line-strong bg-panel shadow-overlay outline-none sm:inset-5"
        >
          {ground.data && painting && (
            <Painter
              ground={ground.data}
              painting={painting}
              onDone={onDone}
              leaving={asking ? <Leaving question={t('mask.leave')} onStay={() => setAsking(false)} onLeave={onClose} /> : null}
              onCancel={leave}
            />
          )}
          {!ground.data && (
            <div className="grid flex-1 place-items-center text-muted">
              <Radix.Title className="sr-only">{t('mask.title')}</Radix.Title>
              {ground.isError ? <p role="alert">{errorWords(t, asErrorInfo(ground.error)).title}</p> : <Spinner size={22} />}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

interface PainterProps {
  ground: Ground
  painting: Painting
  onDone: (maskId: string | null) => void
  onCancel: () => void
  leaving: ReactNode
}

function Painter({ ground, painting, onDone, onCancel, leaving }: PainterProps) {
  const { t } = useTranslation()
  const [brush, setBrush] = useState<Brush>({ size: 45, erase: false })
  const lift = useRef<() => void>(() => null)
  const keepLift = (given: () => void) => {
    lift.current = given
  }
  const zooming = useZoom(ground.picture, () => lift.current())
  const isLeaving = leaving !== null
  useEffect(() => {
    if (!isLeaving) zooming.canvas.current?.focus()
  }, [isLeaving, zooming.canvas])
  const keeping = useRef<AbortController>(null)
  useEffect(() => () => keeping.current?.abort(), [])
  const keep = useMutation({
    mutationFn: async () => {
      const { signal } = (keeping.current = new AbortController())
      const canvas = zooming.canvas.current
      const file = canvas && (await maskFileOf(canvas))
      return file ? keepMask(file, signal) : null
    },
  })
  // Only where the painter is still open: what was cancelled meanwhile is not set.
  const finish = () => keep.mutate(undefined, { onSuccess: onDone })
  const resize = (by: number) => setBrush({ ...brush, size: Math.min(MAX_SIZE, Math.max(MIN_SIZE, brush.size + by)) })
  const keys: Record<string, () => void> = {
    b: () => setBrush({ ...brush, erase: false }),
    e: () => setBrush({ ...brush, erase: true }),
    '[': () => resize(-5),
    ']': () => resize(5),
    i: painting.invert,
    delete: painting.clear,
    'mod+z': painting.undo,
    'mod+shift+z': painting.redo,
    'mod+y': painting.redo,
    '+': () => zooming.zoomBy(1.25),
    '=': () => zooming.zoomBy(1.25),
    '-': () => zooming.zoomBy(0.8),
    '0': () => zooming.zoomBy(0),
    'mod+enter': finish,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const perform = keys[shortcutOf(event.nativeEvent)]
    if (!perform || keep.isPending) return
    event.preventDefault()
    perform()
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col" onKeyDown={onKeyDown}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3.5 py-2">
        <Radix.Title className="m-0 text-base font-semibold">{t('mask.title')}</Radix.Title>
        <PainterBar painting={painting} brush={brush} onBrush={setBrush} zoom={zooming.zoom} onZoom={(factor) => zooming.zoomBy(factor)} />
      </div>
      <Easel ground={ground} painting={painting} brush={brush} zooming={zooming} canvasRef={zooming.canvas} onLift={keepLift} />
      <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-3.5 py-2.5">
        {leaving ?? (
          <>
            <p className="m-0 mr-auto min-w-0 flex-1 basis-60 text-sm text-muted">
              {keep.error ? <span role="alert" className="text-bad">{errorWords(t, asErrorInfo(keep.error)).title}</span> : t('mask.hint')}
            </p>
            <Button onClick={onCancel}>{t('common.cancel')}</Button>
            <Button variant="primary" busy={keep.isPending} onClick={finish}>
              {t('mask.use')}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}
