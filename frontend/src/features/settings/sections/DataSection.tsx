import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatCost } from '@/shared/format'
import { spendQuery, useStudioInfo } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { toast } from '@/shared/ui/toasts'
import { Row, Section } from './Section'

export function DataSection() {
  const { t, i18n } = useTranslation()
  const { data_dir } = useStudioInfo()
  const { data: spend } = useQuery(spendQuery)
  const copy = async () => {
    await navigator.clipboard.writeText(data_dir)
    toast(t('settings.copied'))
  }
  return (
    <Section title={t('settings.data')}>
      <Row label={t('settings.folder')} hint={t('settings.folderHint')}>
        <div className="flex min-w-0 flex-wrap items-center justify-end gap-2">
          <code className="min-w-0 font-mono text-sm break-all text-muted" data-selectable>
            {data_dir}
          </code>
          <Button size="sm" onClick={() => void copy()}>
            {t('settings.copyPath')}
          </Button>
        </div>
      </Row>
      {spend && (
        <Row label={t('settings.spend')} hint={t('settings.spendHint')}>
          <span className="text-muted">
            {t('app.month')}: <span className="text-text">{formatCost(spend.month, i18n.language)}</span> · {t('app.total')}:{' '}
            <span className="text-text">{formatCost(spend.total, i18n.language)}</span>
          </span>
        </Row>
      )}
    </Section>
  )
}
