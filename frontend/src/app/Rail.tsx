import { useTranslation } from 'react-i18next'
import { navigate, useNavigation } from '@/shared/studio/navigation'
import { cx } from '@/shared/ui/cx'
import { Tooltip } from '@/shared/ui/Tooltip'
import type { Workspace } from './workspaces'
import { useWorkspaces } from './use-workspaces'

export function Rail() {
  const { t } = useTranslation()
  const workspaces = useWorkspaces()
  return (
    <nav aria-label={t('app.workspaces')} className="flex w-14 shrink-0 flex-col items-center gap-1.5 border-r border-line bg-panel py-2.5">
      {workspaces.filter((workspace) => !workspace.foot).map((workspace) => (
        <RailButton key={workspace.id} {...workspace} />
      ))}
      <span className="flex-1" />
      {workspaces.filter((workspace) => workspace.foot).map((workspace) => (
        <RailButton key={workspace.id} {...workspace} />
      ))}
    </nav>
  )
}

function RailButton({ id, icon: Icon, shortcut, useBadge }: Workspace) {
  const { t } = useTranslation()
  const here = useNavigation((state) => state.place === id)
  return (
    <Tooltip label={t(`app.${id}`)} shortcut={shortcut} side="right">
      <button
        type="button"
        aria-label={t(`app.${id}`)}
        aria-current={here ? 'page' : undefined}
        onClick={() => navigate(id)}
        className={cx(
          'relative grid size-10 place-items-center rounded-[9px] transition-colors duration-150',
          here ? 'bg-press text-text' : 'text-faint hover:bg-raised hover:text-text',
        )}
      >
        {here && <span aria-hidden className="absolute top-1/2 -left-2 h-5 w-[3px] -translate-y-1/2 rounded-sm bg-accent-line" />}
        <Icon size={19} strokeWidth={1.7} aria-hidden />
        {useBadge && <Badge useCount={useBadge} />}
      </button>
    </Tooltip>
  )
}

const MOST_SHOWN = 999

/** How much is still to be done there. */
function Badge({ useCount }: { useCount: () => number }) {
  const { t } = useTranslation()
  const count = useCount()
  if (count === 0) return null
  return (
    <span className="absolute -top-0.5 -right-1 rounded-full bg-accent px-1 text-[0.625rem] leading-4 font-semibold text-accent-ink tabular-nums" role="img" aria-label={t('app.unfinished', { count })}>
      {count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
    </span>
  )
}
