import type { RefObject } from 'react'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ground } from './mask-file'
import type { Painting } from './painting'
import type { Brush, Place } from './use-brush'
import { radiusOf, useBrush } from './use-brush'
import type { useZoom } from './use-zoom'

interface EaselProps {
  ground: Ground
  painting: Painting
  brush: Brush
  zooming: ReturnType<typeof useZoom>
  canvasRef: RefObject<HTMLCanvasElement | null>
  onLift: (lift: () => void) => void
}

/** The picture and what is painted over it. */
export function Easel({ ground: { picture }, painting, brush, zooming, canvasRef, onLift }: EaselProps) {
  const { t } = useTranslation()
  const hint = useId()
  const { frame, scroller, shown, hands, isPanning } = zooming
  const { place, isDown, hands: brushHands } = useBrush(painting, brush)
  const isHeld = useSpace()
  useEffect(() => {
    onLift(brushHands.onPointerCancel)
  })
  useLayoutEffect(() => {
    painting.attach(canvasRef.current)
    return () => painting.attach(null)
  }, [painting, canvasRef])
  return (
    <div ref={frame} className="relative min-h-0 min-w-0 flex-1 bg-well" {...hands} onPointerDownCapture={(event) => hands.onPointerDownCapture(event, isHeld)}>
      <div ref={scroller} className="absolute inset-0 flex overflow-auto">
        <div className="relative m-auto shrink-0" style={shown}>
          <Picture picture={picture} />
          <canvas
            ref={canvasRef}
            width={picture.width}
            height={picture.height}
            tabIndex={0}
            role="application"
            aria-label={t('mask.canvas')}
            aria-describedby={hint}
            onContextMenu={(event) => event.preventDefault()}
            {...brushHands}
            className="absolute inset-0 size-full touch-none opacity-65 outline-offset-4"
            style={{ cursor: isHeld || isPanning ? 'grab' : 'none' }}
          />
          {place && !isHeld && <BrushRing place={place} brush={brush} isDown={isDown} scale={shown.width / picture.width} longEdge={Math.max(picture.width, picture.height)} />}
        </div>
      </div>
      <p id={hint} className="sr-only">
        {t('mask.keyboardHint')}
      </p>
      <span aria-live="polite" className="sr-only">
        {isDown ? t('mask.down') : t('mask.up')}
      </span>
    </div>
  )
}

function Picture({ picture }: { picture: HTMLCanvasElement }) {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => place.current?.replaceChildren(picture), [picture])
  return <div ref={place} aria-hidden className="absolute inset-0 *:size-full" />
}

interface BrushRingProps {
  place: Place
  brush: Brush
  isDown: boolean
  scale: number
  longEdge: number
}

function BrushRing({ place, brush, isDown, scale, longEdge }: BrushRingProps) {
  const edge = Math.max(4, 2 * radiusOf(brush.size, longEdge) * scale)
  return (
    <span
      aria-hidden
      className={`pointer-events-none absolute -translate-x-1/2 -translate-y-1/2 rounded-full border ${brush.erase ? 'border-dashed' : ''} border-white shadow-[0_0_0_1px_rgb(0_0_0/0.7),inset_0_0_0_1px_rgb(0_0_0/0.5)] ${isDown ? 'bg-white/15' : ''}`}
      style={{ left: `${place.x * 100}%`, top: `${place.y * 100}%`, width: edge, height: edge }}
    />
  )
}

/** Whether Space is held: then a drag moves the picture. */
function useSpace(): boolean {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== ' ' || (event.target instanceof Element && event.target.closest('button, input'))) return
      event.preventDefault()
      setHeld(event.type === 'keydown')
    }
    // Where it is let go of over another window is not heard here.
    const letGo = () => setHeld(false)
    window.addEventListener('keydown', hear)
    window.addEventListener('keyup', hear)
    window.addEventListener('blur', letGo)
    return () => {
      window.removeEventListener('blur', letGo)
      window.removeEventListener('keydown', hear)
      window.removeEventListener('keyup', hear)
    }
  }, [])
  return isHeld
}
