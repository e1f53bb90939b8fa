import { Blend, ChevronLeft, ChevronRight, Columns2, Diff, Image as Single, Info, SquareSplitHorizontal, X, ZoomIn } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/shared/ui/IconButton'
import { MenuButton } from '@/shared/ui/MenuButton'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { cx } from '@/shared/ui/cx'
import {
  actionIcon,
  actionLabel,
  actionsFor,
  menuFor,
  type ImageAction,
  type ImageContext,
  type ImageTarget,
} from '../image-actions'
import { closeViewer, VIEWER_MODES, type ViewerMode, type Viewing } from '../viewer-state'
import { MODE_KEYS, VIEWER_KEYS } from './shortcuts'

const MODE_ICONS = { single: Single, side: Columns2, slider: SquareSplitHorizontal, overlay: Blend, difference: Diff }

/** Where there is no room, what the menu or a key does as well gives way. */
const NARROW = 'max-[860px]:hidden'

interface ViewerBarProps {
  viewing: Viewing
  target: ImageTarget
  context: ImageContext
  act: (action: ImageAction) => void
  /** What belongs to the view: zoom, ground. */
  children: ReactNode
  info: boolean
  onInfo: () => void
  lens: boolean
  onLens: () => void
  onMode: (mode: ViewerMode) => void
  go: (step: number) => void
}

export function ViewerBar({ viewing, target, context, act, children, info, onInfo, lens, onLens, onMode, go }: ViewerBarProps) {
  const { t } = useTranslation()
  const { ids, shown, mode } = viewing
  const place = ids.indexOf(shown.at(-1) ?? '') + 1
  const actions = actionsFor(target, context).filter(({ id }) => id !== 'view')
  const onBar = actions.filter(({ onPicture }) => onPicture)
  return (
    <div className="flex h-[50px] shrink-0 items-center gap-1.5 border-b border-line bg-panel px-3">
      <IconButton icon={X} label={t('common.close')} shortcut="escape" onClick={closeViewer} />
      {ids.length > 1 && (
        <>
          <IconButton icon={ChevronLeft} label={t('images.viewer.previous')} shortcut={VIEWER_KEYS.previous} onClick={() => go(-1)} />
          <span className="min-w-10 text-center text-muted tabular-nums">
            {place} / {ids.length}
          </span>
          <IconButton icon={ChevronRight} label={t('images.viewer.next')} shortcut={VIEWER_KEYS.next} onClick={() => go(1)} />
          <SegmentedControl
            className="ml-1.5"
            label={t('images.viewer.mode')}
            value={mode}
            compact
            options={VIEWER_MODES.map((value) => ({
              value,
              icon: MODE_ICONS[value],
              label: t(`images.viewer.${value}`),
              shortcut: MODE_KEYS[value],
            }))}
            onChange={onMode}
          />
        </>
      )}
      <IconButton icon={ZoomIn} label={t('images.viewer.lens')} shortcut={VIEWER_KEYS.lens} active={lens} className={NARROW} onClick={onLens} />
      <span className="flex-1" />
      {children}
      <span className={cx('mx-1 h-5 w-px bg-line', NARROW)} />
      {onBar.map((action) => (
        <IconButton
          key={action.id}
          icon={actionIcon(action, target)}
          label={actionLabel(action, target, context.t)}
          shortcut={action.shortcut}
          active={action.active?.(target)}
          className={NARROW}
          onClick={() => act(action)}
        />
      ))}
      <MenuButton
        label={t('images.more')}
        groups={menuFor(target, context, act).map((group) => group.filter(({ id }) => id !== 'view'))}
      />
      <IconButton icon={Info} label={t('images.viewer.info')} shortcut={VIEWER_KEYS.info} active={info} onClick={onInfo} />
    </div>
  )
}
