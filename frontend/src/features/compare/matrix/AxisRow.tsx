import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '@/shared/ui/cx'
import { inputClass } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { Select } from '@/shared/ui/Select'
import type { DraftAxis, MatrixParameter } from './axes'

interface AxisRowProps {
  axis: DraftAxis
  /** The id of the words that say how values are written. */
  hint: string
  /** The parameters that no axis has yet. */
  free: readonly MatrixParameter[]
  onChange: (changed: Partial<DraftAxis>) => void
  onSuggest: (parameter: MatrixParameter) => void
  onRemove: () => void
}

/** A parameter, and its values one after the other. */
export function AxisRow({ axis, hint, free, onChange, onSuggest, onRemove }: AxisRowProps) {
  const { t } = useTranslation()
  return (
    <div className="flex items-start gap-2">
      <Select
        className="w-40! shrink-0"
        aria-label={t('matrix.parameter')}
        value={axis.parameter}
        options={[axis.parameter, ...free].map((value) => ({ value, label: t(`parameters.${value}`) }))}
        onChange={onSuggest}
      />
      <textarea
        aria-label={t('matrix.values')}
        aria-describedby={hint}
        placeholder={t('matrix.values')}
        value={axis.text}
        rows={1}
        spellCheck={false}
        onChange={(event) => onChange({ text: event.target.value })}
        className={cx(inputClass, 'field-sizing-content h-auto! max-h-36 min-h-[30px] resize-none py-1')}
      />
      <IconButton icon={X} size="sm" label={t('matrix.remove')} onClick={onRemove} />
    </div>
  )
}
