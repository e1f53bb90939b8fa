import { useTranslation } from 'react-i18next'
import { keysText } from '@/shared/ui/Kbd'
import { JobsPill } from './JobsPill'
import { useOverlay } from './overlay-state'
import { PersonPill } from './PersonPill'
import { pillClass } from './pill'
import { SpendPill } from './SpendPill'

export function TopBar() {
  const { t } = useTranslation()
  return (
    <header className="flex h-11 shrink-0 items-center gap-3.5 border-b border-line bg-panel px-3.5">
      <h1 className="m-0 text-base font-semibold tracking-[0.01em] whitespace-nowrap">{t('app.name')}</h1>
      <button type="button" onClick={() => useOverlay.setState({ open: 'palette' })} className={pillClass}>
        <kbd className="font-sans">{keysText('mod+k')}</kbd>
        <span className="truncate">{t('app.search')}</span>
      </button>
      <span className="flex-1" />
      <SpendPill />
      <JobsPill />
      <PersonPill />
    </header>
  )
}
