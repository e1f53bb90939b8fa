import { useTranslation } from 'react-i18next'
import { useStudioInfo } from '@/shared/studio/queries'
import { Leftovers } from '../leftovers/Leftovers'
import { CopiedPath } from './CopiedPath'
import { Row, Section } from './Section'

export function DataSection() {
  const { t } = useTranslation()
  const { data_dir } = useStudioInfo()
  return (
    <>
      <Section>
        <Row label={t('settings.folder')} hint={t('settings.folderHint')}>
          <CopiedPath path={data_dir} />
        </Row>
      </Section>
      <Leftovers />
    </>
  )
}
