import { useTranslation } from 'react-i18next'
import { useAllCommands } from '@/shared/commands/registry'
import { Dialog } from '@/shared/ui/Dialog'
import { Kbd } from '@/shared/ui/Kbd'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { useOverlay } from './overlay-state'

const SECTIONS = ['do', 'image', 'viewer', 'go'] as const

export default function ShortcutsSheet() {
  const { t } = useTranslation()
  const commands = [...useAllCommands().values()].flat().filter((command) => command.shortcut)
  return (
    <Dialog open reading width="lg" onOpenChange={() => useOverlay.setState({ open: null })} title={t('shortcuts.title')} description={t('shortcuts.text')}>
      <div className="columns-1 gap-8 pb-2 sm:columns-2 lg:columns-3">
        {SECTIONS.map((section) => {
          const rows = commands.filter((command) => command.section === section)
          if (rows.length === 0) return null
          return (
            <div key={section} className="mb-4">
              <SectionTitle>{t(`palette.section.${section}`)}</SectionTitle>
              <dl className="m-0">
                {rows.map(({ id, label, shortcut }) => (
                  <div key={id} className="flex break-inside-avoid items-center justify-between gap-3 border-b border-line py-1.5 last:border-b-0">
                    <dt className="min-w-0 text-muted">{label}</dt>
                    <dd className="m-0">{shortcut && <Kbd keys={shortcut} className="text-muted" />}</dd>
                  </div>
                ))}
              </dl>
            </div>
          )
        })}
      </div>
    </Dialog>
  )
}
