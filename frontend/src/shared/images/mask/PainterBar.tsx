import { Brush as BrushIcon, Contrast, Eraser, Redo2, Trash2, Undo2, ZoomIn, ZoomOut } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/shared/ui/IconButton'
import { Slider } from '@/shared/ui/Slider'
import type { Painting } from './painting'
import type { Brush } from './use-brush'
import { MAX_SIZE, MIN_SIZE } from './use-brush'

interface PainterBarProps {
  painting: Painting
  brush: Brush
  onBrush: (brush: Brush) => void
  zoom: number
  onZoom: (factor: number) => void
}

export function PainterBar({ painting, brush, onBrush, zoom, onZoom }: PainterBarProps) {
  const { t } = useTranslation()
  const { canUndo, canRedo } = useSyncExternalStore(painting.subscribe, painting.state)
  const line = <span aria-hidden className="mx-1 h-5 w-px shrink-0 bg-line" />
  return (
    <div role="toolbar" aria-label={t('mask.tools')} className="flex min-w-0 flex-wrap items-center gap-1">
      <IconButton icon={BrushIcon} label={t('mask.brush')} shortcut="b" active={!brush.erase} onClick={() => onBrush({ ...brush, erase: false })} />
      <IconButton icon={Eraser} label={t('mask.erase')} shortcut="e" active={brush.erase} onClick={() => onBrush({ ...brush, erase: true })} />
      <div className="flex w-40 items-center gap-2 px-2">
        <span aria-hidden className="text-sm whitespace-nowrap text-faint">
          {t('mask.size')}
        </span>
        <Slider label={t('mask.sizeLabel')} min={MIN_SIZE} max={MAX_SIZE} value={brush.size} onChange={(size) => onBrush({ ...brush, size })} />
      </div>
      {line}
      <IconButton icon={Undo2} label={t('common.undo')} shortcut="mod+z" disabled={!canUndo} onClick={painting.undo} />
      <IconButton icon={Redo2} label={t('mask.redo')} shortcut="mod+shift+z" disabled={!canRedo} onClick={painting.redo} />
      {line}
      <IconButton icon={Contrast} label={t('mask.invert')} shortcut="i" onClick={painting.invert} />
      <IconButton icon={Trash2} label={t('mask.clear')} shortcut="delete" onClick={painting.clear} />
      {line}
      <IconButton icon={ZoomOut} label={t('mask.zoomOut')} shortcut="-" disabled={zoom <= 1} onClick={() => onZoom(0.8)} />
      <button type="button" aria-label={t('mask.fit')} className="h-[30px] min-w-12 rounded-lg text-sm text-muted tabular-nums hover:bg-raised hover:text-text" onClick={() => onZoom(0)}>
        {Math.round(zoom * 100)} %
      </button>
      <IconButton icon={ZoomIn} label={t('mask.zoomIn')} shortcut="+" onClick={() => onZoom(1.25)} />
    </div>
  )
}
