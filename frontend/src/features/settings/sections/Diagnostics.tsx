import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyDiagnostics } from '@/shared/studio/copy-diagnostics'
import { useStudioInfo } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { Checkbox } from '@/shared/ui/Checkbox'
import { CopiedPath } from './CopiedPath'
import { Row, Section } from './Section'

/** For when something is wrong: facts to be passed on, and where the log is. */
export function Diagnostics() {
  const { t } = useTranslation()
  const { log } = useStudioInfo()
  const [withPrompts, setWithPrompts] = useState(false)
  const copy = useMutation({ mutationFn: () => copyDiagnostics(log, withPrompts) })
  return (
    <Section>
      <Row label={t('about.diagnostics')} hint={t('about.diagnosticsHint')}>
        <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
          <label className="flex items-center gap-2 text-sm text-muted">
            <Checkbox checked={withPrompts} onChange={setWithPrompts} />
            {t('about.withPrompts')}
          </label>
          <Button size="sm" busy={copy.isPending} onClick={() => copy.mutate()}>
            {t('about.copy')}
          </Button>
        </div>
      </Row>
      <Row label={t('about.log')} hint={t('about.logHint')}>
        <CopiedPath path={log} />
      </Row>
    </Section>
  )
}
