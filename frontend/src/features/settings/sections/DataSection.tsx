import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
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
  const path = useRef<HTMLElement>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(data_dir)
      toast(t('settings.copied'))
    } catch {
      // Where the page may not write to the clipboard, the path is marked: Ctrl+C takes it.
      if (path.current) getSelection()?.selectAllChildren(path.current)
    }
  }
  return (
    <Section>
      <Row label={t('settings.folder')} hint={t('settings.folderHint')}>
        <div className="flex min-w-0 flex-wrap items-center justify-end gap-2">
          <code ref={path} className="min-w-0 font-mono text-sm break-all text-muted" data-selectable>
            {data_dir}
          </code>
          <Button size="sm" onClick={() => void copy()}>
            {t('settings.copyPath')}
          </Button>
        </div>
      </Row>
      {spend && (
        <Row label={t('settings.spend')} hint={t('settings.spendHint')}>
          <dl className="m-0 grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5 tabular-nums [&_dd]:m-0 [&_dd]:text-right [&_dt]:text-muted">
            <dt>{t('app.month')}</dt>
            <dd>{formatCost(spend.month, i18n.language)}</dd>
            <dt>{t('app.total')}</dt>
            <dd>{formatCost(spend.total, i18n.language)}</dd>
          </dl>
        </Row>
      )}
    </Section>
  )
}
