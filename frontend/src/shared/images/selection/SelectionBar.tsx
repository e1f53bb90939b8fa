import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/shared/ui/IconButton'
import { MenuButton } from '@/shared/ui/MenuButton'
import { actionIcon, actionLabel, menuFor } from '../image-actions'
import { usePerform } from '../use-image-actions'
import { useSelectionActions, type Selected } from './use-selection-actions'

/** What can be done to all that is chosen, over the lower edge of a grid. */
export function SelectionBar(selected: Selected & { count: number }) {
  const { count, target, context, onClear } = selected
  const { t } = useTranslation()
  const perform = usePerform(context)
  const actions = useSelectionActions(selected)
  useEffect(() => {
    // Messages appear above the bar, not on it.
    document.documentElement.style.setProperty('--toast-lift', '56px')
    return () => void document.documentElement.style.removeProperty('--toast-lift')
  }, [])
  return (
    <div
      role="toolbar"
      aria-label={t('images.selection.title')}
      className="absolute bottom-3 left-1/2 z-10 flex max-w-[calc(100%-24px)] -translate-x-1/2 animate-rise items-center gap-1 rounded-card border border-line-strong bg-overlay py-1 pr-1 pl-3.5 shadow-overlay"
    >
      <span className="truncate pr-2 whitespace-nowrap tabular-nums">{t('images.selection.count', { count })}</span>
      {actions.map(({ action, perform }) => (
        <IconButton
          key={action.id}
          icon={actionIcon(action, target)}
          label={actionLabel(action, target, t)}
          shortcut={action.shortcut}
          active={action.active?.(target)}
          tooltipSide="top"
          className={action.danger ? 'text-bad' : undefined}
          onClick={perform}
        />
      ))}
      <MenuButton label={t('images.more')} groups={menuFor(target, context, (action) => perform(action, target))} />
      <IconButton icon={X} label={t('images.selection.clear')} shortcut="escape" tooltipSide="top" onClick={onClear} />
    </div>
  )
}
