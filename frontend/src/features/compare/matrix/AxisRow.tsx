import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { Select } from '@/shared/ui/Select'
import type { DraftAxis, MatrixParameter } from './axes'

interface AxisRowProps {
  axis: DraftAxis
  /** The parameters that no axis has yet. */
  free: readonly MatrixParameter[]
  onChange: (changed: Partial<DraftAxis>) => void
  onSuggest: (parameter: MatrixParameter) => void
  onRemove: () => void
}

/** A parameter, and its values one after the other. */
export function AxisRow({ axis, free, onChange, onSuggest, onRemove }: AxisRowProps) {
  const { t } = useTranslation()
  return (
    <div className="flex items-center gap-2">
      <Select
        className="w-40! shrink-0"
        aria-label={t('matrix.parameter')}
        value={axis.parameter}
        options={[axis.parameter, ...free].map((value) => ({ value, label: t(`parameters.${value}`) }))}
        onChange={onSuggest}
      />
      <TextField aria-label={t('matrix.values')} placeholder={t('matrix.values')} value={axis.text} onChange={(event) => onChange({ text: event.target.value })} />
      <IconButton icon={X} size="sm" label={t('matrix.remove')} onClick={onRemove} />
    </div>
  )
}
