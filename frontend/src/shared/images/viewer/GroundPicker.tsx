import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '@/shared/ui/cx'
import { squaresClass } from './grounds'
import type { Ground } from './paint'

const GROUNDS = ['squares', '#ffffff', '#808080', '#000000'] as const
const swatch = 'block size-5 rounded-full border border-line-strong'
/** What a see-through picture is shown on. */
export function GroundPicker({ value, onChange }: { value: Ground; onChange: (ground: Ground) => void }) {
  const { t } = useTranslation()
  const name = useId()
  const own = GROUNDS.every((ground) => ground !== value)
  return (
    <fieldset className="m-0 flex items-center gap-1 border-0 p-0" aria-label={t('images.viewer.ground')}>
      {GROUNDS.map((ground) => (
        <label key={ground} className={cx('rounded-full p-0.5', ground === value && 'outline-2 outline-accent-line')}>
          <input
            type="radio"
            name={name}
            className="sr-only"
            aria-label={ground === 'squares' ? t('images.viewer.squares') : ground}
            checked={ground === value}
            onChange={() => onChange(ground)}
          />
          <span
            className={cx(swatch, ground === 'squares' && squaresClass, 'bg-[length:10px_10px]')}
            style={ground === 'squares' ? undefined : { background: ground }}
          />
        </label>
      ))}
      <label className={cx('relative rounded-full p-0.5', own && 'outline-2 outline-accent-line')} title={t('images.viewer.colour')}>
        <span
          className={cx(swatch, !own && 'bg-[conic-gradient(#d66,#cc6,#6c6,#6cc,#66d,#c6c,#d66)]')}
          style={own ? { background: value } : undefined}
        />
        <input
          type="color"
          aria-label={t('images.viewer.colour')}
          className="absolute inset-0 size-full opacity-0"
          value={own ? value : '#f0a63c'}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
    </fieldset>
  )
}
