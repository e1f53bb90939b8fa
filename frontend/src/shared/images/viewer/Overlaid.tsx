import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Image } from '@/bridge/contract'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { Slider } from '@/shared/ui/Slider'
import { useBox } from '../use-box'
import type { ViewerMode } from '../viewer-state'
import { LensView } from './LensView'
import { Line } from './Line'
import type { Ground } from './paint'
import { Picture } from './Picture'
import { Tag } from './Tag'
import { useOriginal } from './use-original'
import { useViewHands } from './use-view-hands'
import type { LensStore, ViewStore } from './view-store'

interface OverlaidProps {
  images: readonly [Image, Image]
  labels: readonly [string, string]
  mode: Exclude<ViewerMode, 'single' | 'side'>
  view: ViewStore
  lens?: LensStore | null
  ground?: Ground
}

/** Two pictures over each other, which zoom and pan as one: parted by a line, mixed, or only where they differ. */
export function Overlaid({ images: [first, second], labels, mode, view, lens = null, ground }: OverlaidProps) {
  const pane = useRef<HTMLDivElement>(null)
  const box = useBox(pane)
  const [line, setLine] = useState(0.5)
  const [mix, setMix] = useState(50)
  const [gain, setGain] = useState<Gain>('1')
  const originals = [useOriginal(first.id), useOriginal(second.id)] as const
  // The larger one gives the measure: at 100 % its pixels are the screen's.
  const frame = first.width >= second.width ? first : second
  const { handlers } = useViewHands(pane, box, frame, view, lens)
  const layers = useMemo(
    () => [
      { image: first, original: originals[0] },
      { image: second, original: originals[1] },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the tuple is new at each drawing, what is in it is not
    [first, second, originals[0], originals[1]],
  )
  const common = { view, box, frame }
  const differs = mode === 'difference'
  return (
    <div className="absolute inset-0 flex flex-col">
      <div
        ref={pane}
        {...handlers}
        data-mode={mode}
        className={`relative isolate min-h-0 flex-1 touch-none overflow-hidden ${differs ? 'bg-black' : ''} ${lens ? 'cursor-crosshair' : ''}`}
      >
        <div className="absolute inset-0 isolate" style={differs ? { filter: `brightness(${gain})` } : undefined}>
          <Picture
            {...common}
            key={second.id}
            image={second}
            original={originals[1]}
            ground={differs ? '#000000' : ground}
            alt={labels[1]}
          />
          <div
            className={mode === 'slider' ? 'absolute inset-0 bg-well' : 'absolute inset-0'}
            style={
              mode === 'slider'
                ? { clipPath: `inset(0 ${(1 - line) * 100}% 0 0)` }
                : differs
                  ? { mixBlendMode: 'difference' }
                  : { opacity: 1 - mix / 100 }
            }
          >
            <Picture
              {...common}
              key={first.id}
              image={first}
              original={originals[0]}
              ground={differs ? '#000000' : mode === 'slider' ? ground : 'none'}
              alt={labels[0]}
            />
          </div>
        </div>
        {mode === 'slider' && <Line pane={pane} at={line} onMove={setLine} />}
        <Tag className="left-2">{labels[0]}</Tag>
        <Tag className="right-2">{labels[1]}</Tag>
        {lens && <LensView layers={layers} lens={lens} {...common} />}
      </div>
      {mode === 'overlay' && <Mix labels={labels} value={mix} onChange={setMix} />}
      {differs && <GainBar value={gain} onChange={setGain} />}
    </div>
  )
}

const barClass = 'flex h-11 shrink-0 items-center justify-center gap-3 border-t border-line bg-panel px-4'

function Mix({ labels, value, onChange }: { labels: readonly [string, string]; value: number; onChange: (value: number) => void }) {
  const { t } = useTranslation()
  return (
    <div className={barClass}>
      <span className="min-w-0 flex-1 truncate text-right text-muted">{labels[0]}</span>
      <span className="w-60 shrink-0">
        <Slider label={t('images.viewer.mix')} value={value} min={0} max={100} onChange={onChange} />
      </span>
      <span className="min-w-0 flex-1 truncate text-muted">{labels[1]}</span>
    </div>
  )
}

const GAINS = ['1', '4', '16'] as const
type Gain = (typeof GAINS)[number]

/** A faint difference, made brighter. */
function GainBar({ value, onChange }: { value: Gain; onChange: (value: Gain) => void }) {
  const { t } = useTranslation()
  return (
    <div className={barClass}>
      <span className="text-muted">{t('images.viewer.gain')}</span>
      <SegmentedControl
        label={t('images.viewer.gain')}
        value={value}
        options={GAINS.map((gain) => ({ value: gain, label: `×${gain}` }))}
        onChange={onChange}
      />
    </div>
  )
}
