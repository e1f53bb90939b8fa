import { useTranslation } from 'react-i18next'
import { useSetting } from '@/shared/studio/queries'
import { useSaveSettings } from '@/shared/studio/save-settings'
import { NumberField } from '@/shared/ui/NumberField'
import { Row, Section } from './Section'

export function RequestsSection() {
  const { t } = useTranslation()
  const save = useSaveSettings()
  const timeout = useSetting('network_timeout_seconds')
  const concurrency = useSetting('concurrency_per_provider')
  const batchAtOnce = useSetting('batch_at_once')
  return (
    <Section>
      <Row label={t('settings.timeout')} hint={t('settings.timeoutHint')}>
        {(ids) => (
          <div className="w-28">
            <NumberField {...ids} min={10} max={3600} step={10} value={timeout} onChange={(value) => value && save({ network_timeout_seconds: value })} />
          </div>
        )}
      </Row>
      <Row label={t('settings.concurrency')} hint={t('settings.concurrencyHint')}>
        {(ids) => (
          <div className="w-28">
            <NumberField {...ids} min={1} max={256} value={concurrency} onChange={(value) => value && save({ concurrency_per_provider: value })} />
          </div>
        )}
      </Row>
      <Row label={t('settings.batchAtOnce')} hint={t('settings.batchAtOnceHint')}>
        {(ids) => (
          <div className="w-28">
            <NumberField {...ids} min={1} max={512} value={batchAtOnce} onChange={(value) => value && save({ batch_at_once: value })} />
          </div>
        )}
      </Row>
    </Section>
  )
}
