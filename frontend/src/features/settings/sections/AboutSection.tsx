import { useTranslation } from 'react-i18next'
import { runCommand } from '@/shared/commands/registry'
import { useStudioInfo } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { Kbd } from '@/shared/ui/Kbd'
import { LicencesRow } from '../licences/LicencesRow'
import { Diagnostics } from './Diagnostics'
import { Row, Section } from './Section'
import { Updates } from './Updates'

const SYSTEMS: Partial<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }

export function AboutSection() {
  const { t } = useTranslation()
  const { version, platform, transport, log } = useStudioInfo()
  return (
    <>
      <Section>
        <Row label={t('app.name')}>
          <span className="text-muted" data-selectable>
            {version} · {SYSTEMS[platform] ?? platform} · {t(`settings.transport.${transport}`)}
          </span>
        </Row>
        <Row label={t('settings.shortcuts')}>
          <Button size="sm" onClick={() => runCommand('shortcuts')}>
            {t('settings.shortcuts')} <Kbd keys="?" />
          </Button>
        </Row>
        <LicencesRow />
      </Section>
      {/* Who may not administer a shared studio is told of no log. */}
      {log && (
        <>
          <Diagnostics />
          <div className="mt-4">
            <Updates />
          </div>
        </>
      )}
    </>
  )
}
