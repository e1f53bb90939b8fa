import { ChevronLeft, ChevronRight, Info, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Image } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { IconButton } from '@/shared/ui/IconButton'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import {
  actionIcon,
  actionLabel,
  actionsFor,
  type ImageAction,
  type ImageContext,
  type ImageTarget,
} from '../image-actions'
import { closeViewer, inMode, useViewer, type Viewing } from '../viewer-state'
import { fitScale, FITTED, zoomForPixels, type View } from './view'

interface ViewerBarProps {
  viewing: Viewing
  view: View
  onView: (view: View) => void
  image: Image | undefined
  target: ImageTarget
  context: ImageContext
  act: (action: ImageAction) => void
  info: boolean
  onInfo: () => void
  go: (step: number) => void
}

export function ViewerBar({ viewing, view, onView, image, target, context, act, info, onInfo, go }: ViewerBarProps) {
  const { t } = useTranslation()
  const { ids, shown, mode } = viewing
  const place = ids.indexOf(shown.at(-1) ?? '') + 1
  return (
    <div className="flex h-[50px] shrink-0 items-center gap-1.5 border-b border-line bg-panel px-3">
      <IconButton icon={X} label={t('common.close')} shortcut="escape" onClick={closeViewer} />
      {ids.length > 1 && (
        <>
          <IconButton
            icon={ChevronLeft}
            label={t('images.viewer.previous')}
            shortcut="arrowleft"
            onClick={() => go(-1)}
          />
          <span className="min-w-10 text-center text-muted tabular-nums">
            {place} / {ids.length}
          </span>
          <IconButton icon={ChevronRight} label={t('images.viewer.next')} shortcut="arrowright" onClick={() => go(1)} />
          <SegmentedControl
            className="ml-1.5"
            label={t('images.viewer.mode')}
            value={mode}
            options={(['single', 'side', 'slider'] as const).map((value) => ({
              value,
              label: t(`images.viewer.${value}`),
            }))}
            onChange={(next) => useViewer.setState({ viewing: inMode(viewing, next) })}
          />
        </>
      )}
      <span className="flex-1" />
      {image && mode !== 'slider' && <Zoom image={image} view={view} onView={onView} />}
      <span className="mx-1 h-5 w-px bg-line" />
      {actionsFor(target, context)
        .filter(({ id }) => id !== 'view')
        .map((action) => (
          <IconButton
            key={action.id}
            icon={actionIcon(action, target)}
            label={actionLabel(action, target, t)}
            shortcut={action.shortcut}
            active={action.active?.(target)}
            className={action.danger ? 'text-bad' : undefined}
            onClick={() => act(action)}
          />
        ))}
      <IconButton icon={Info} label={t('images.viewer.info')} shortcut="i" active={info} onClick={onInfo} />
    </div>
  )
}

/** Fitted, or one pixel of the picture for one of the screen. */
function Zoom({ image, view, onView }: { image: Image; view: View; onView: (view: View) => void }) {
  const { t, i18n } = useTranslation()
  const pane = document.querySelector(`[data-pane="${image.id}"]`)
  const box = { width: pane?.clientWidth || window.innerWidth, height: pane?.clientHeight || window.innerHeight }
  const ratio = window.devicePixelRatio
  const percent = fitScale(box, image) * view.zoom * ratio
  return (
    <>
      <span className="w-12 text-right text-sm text-faint tabular-nums">
        {percent.toLocaleString(i18n.language, { style: 'percent' })}
      </span>
      <Button size="sm" variant="quiet" onClick={() => onView(FITTED)}>
        {t('images.viewer.fit')}
      </Button>
      <Button size="sm" variant="quiet" onClick={() => onView({ ...view, zoom: zoomForPixels(box, image, 1, ratio) })}>
        {(1).toLocaleString(i18n.language, { style: 'percent' })}
      </Button>
    </>
  )
}
