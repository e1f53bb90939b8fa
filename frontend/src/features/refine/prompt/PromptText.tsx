import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { ErrorInfo, RefineIteration, RefineSession } from '@/bridge/contract'
import { asErrorInfo } from '@/shared/errors/error-text'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { Dialog } from '@/shared/ui/Dialog'
import { inputClass } from '@/shared/ui/Field'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { refusalWords } from '../session/refusal'
import { look } from '../state'
import { useSessionAct } from '../use-session'

/** The whole text with its markers, and what the image model gets of it. */
export default function PromptText({ session, shown, onClose }: { session: RefineSession; shown: RefineIteration; onClose: () => void }) {
  const { t } = useTranslation()
  const { act, busy } = useSessionAct()
  const [text, setText] = useState(shown.prompt_text)
  const [failure, setFailure] = useState<Pick<ErrorInfo, 'code' | 'details'> | null>(null)
  const { data: sent } = useQuery({
    queryKey: ['session.prompt', session.id, shown.index, shown.prompt_text],
    queryFn: () => call('session_prompt', { session_id: session.id, index: shown.index }),
    gcTime: 0,
    retry: false,
  })
  const isChanged = text !== shown.prompt_text
  const save = () =>
    void act(async () => {
      try {
        const saved = await call('update_session_prompt', { session_id: session.id, prompt_text: text })
        look(saved.iterations.length - 1)
        onClose()
        return saved
      } catch (error) {
        setFailure(asErrorInfo(error))
        return session
      }
    })
  const actions = (
    <Button variant="primary" busy={busy} disabled={!isChanged || session.status === 'running'} onClick={save}>
      {t(shown.image ? 'refine.prompt.saveNew' : 'words.templates.save')}
    </Button>
  )
  return (
    <Dialog open width="lg" onOpenChange={onClose} title={t('refine.prompt.wholeTitle')} description={t('refine.prompt.wholeText')} actions={actions}>
      <textarea
        aria-label={t('refine.prompt.wholeTitle')}
        value={text}
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value)
          setFailure(null)
        }}
        className={cx(inputClass, 'field-sizing-content h-auto! max-h-[38vh] min-h-40 resize-none py-2 font-mono text-sm leading-relaxed', failure && 'border-bad')}
      />
      {failure && (
        <p role="alert" className="mt-1 mb-0 text-sm text-bad">
          {refusalWords(t, failure)}
        </p>
      )}
      {sent && !isChanged && (
        <div className="mt-4 flex flex-col gap-3">
          <Sent title={t('refine.prompt.sent')} text={sent.prompt} />
          {sent.negative_prompt && <Sent title={t('parameters.negative_prompt')} text={sent.negative_prompt} />}
        </div>
      )}
    </Dialog>
  )
}

const Sent = ({ title, text }: { title: string; text: string }) => (
  <section>
    <SectionTitle>{title}</SectionTitle>
    <pre data-selectable className="m-0 rounded-control border border-line bg-well p-2.5 font-sans text-base whitespace-pre-wrap [overflow-wrap:anywhere]">
      {text}
    </pre>
  </section>
)
