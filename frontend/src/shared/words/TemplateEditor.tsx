import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { ErrorInfo, Template } from '@/bridge/contract'
import { titled } from '@/i18n/in-sentences'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { inputClass } from '@/shared/ui/Field'
import { templatesQuery } from './queries'

type Failure = Pick<ErrorInfo, 'code' | 'details'>

/** One text: edited, checked as it is saved, put back to what it came with. */
export function TemplateEditor({ template }: { template: Template }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const text = draft ?? template.text
  const isUnsaved = text !== template.text
  const keep = async (work: Promise<Template>) => {
    setBusy(true)
    try {
      const saved = await work
      client.setQueryData(templatesQuery.queryKey, (all) => all?.map((known) => (known.name === saved.name ? saved : known)))
      setDraft(null)
      setFailure(null)
    } catch (error) {
      setFailure(asErrorInfo(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section aria-labelledby={id}>
      <div className="mb-1.5 flex min-h-[26px] flex-wrap items-baseline gap-x-2">
        <h4 id={id} className="m-0 font-semibold">
          {t(`words.template.${template.name.replace('/', '_')}`, { defaultValue: template.name })}
        </h4>
        <span className="font-mono text-xs text-faint">{template.name}.md</span>
        {isUnsaved ? <span className="text-xs text-accent-text">{t('words.templates.unsaved')}</span> : template.changed && <span className="text-xs text-accent-text">{t('words.templates.changed')}</span>}
      </div>
      <textarea
        aria-labelledby={id}
        value={text}
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        className={cx(inputClass, 'field-sizing-content h-auto! max-h-[46vh] min-h-28 resize-y py-2 font-mono text-sm leading-relaxed', failure && 'border-bad')}
      />
      {failure && (
        <p role="alert" className="mt-1 mb-0 text-sm text-bad">
          <FailureWords failure={failure} />
        </p>
      )}
      <div className="mt-1.5 flex flex-wrap items-center gap-2">
        <span className="min-w-40 flex-1 text-sm text-faint">
          {template.variables.length > 0 && t('words.templates.variables', { names: template.variables.map((name) => `{{ ${name} }}`).join('  ') })}
        </span>
        {template.changed && (
          <Button size="sm" busy={busy} onClick={() => void keep(call('reset_template', { name: template.name }))}>
            {t('words.templates.reset')}
          </Button>
        )}
        <Button size="sm" disabled={!isUnsaved} onClick={() => setDraft(null)}>
          {t('words.templates.discard')}
        </Button>
        <Button size="sm" variant="primary" busy={busy} disabled={!isUnsaved} onClick={() => void keep(call('save_template', { name: template.name, text }))}>
          {t('words.templates.save')}
        </Button>
      </div>
    </section>
  )
}

function FailureWords({ failure }: { failure: Failure }) {
  const { t } = useTranslation()
  const { reason, line } = failure.details
  if (reason === 'template_syntax') return typeof line === 'number' ? t('words.templates.wrongLine', { line }) : t('words.templates.wrong')
  if (reason === 'empty') return t('words.templates.empty')
  return titled(t, errorWords(t, failure))
}
