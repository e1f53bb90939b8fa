import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStudioInfo } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { toast } from '@/shared/ui/toasts'
import { Leftovers } from '../leftovers/Leftovers'
import { Row, Section } from './Section'

export function DataSection() {
  const { t } = useTranslation()
  const { data_dir } = useStudioInfo()
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
    <>
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
      </Section>
      <Leftovers />
    </>
  )
}
