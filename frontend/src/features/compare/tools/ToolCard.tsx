import { useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { inSentences } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { formatPrice, formatSeconds } from '@/shared/images/image-format'
import { Button } from '@/shared/ui/Button'
import { IconButton } from '@/shared/ui/IconButton'
import { ChatModelPicker } from '@/shared/words/ChatModelPicker'
import { MissingKey } from '@/shared/words/MissingKey'
import { useChatModel } from '@/shared/words/queries'
import { SentDialog } from '@/shared/words/SentDialog'
import { StreamText } from '@/shared/words/StreamText'
import { useDraft } from '../draft'
import { chooseModel, putAway, run, useTool, type Use } from './tool-state'
import { Proposal } from './Proposal'

/** Above the prompt: what a chat model makes of it, to be taken or refused. */
export function ToolCard() {
  const use = useTool((state) => state.use)
  return use && <Card key={`${use.id}${use.tool}`} use={use} />
}

function Card({ use }: { use: Use }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const [showsSent, setShowsSent] = useState(false)
  const { tool, model, words } = use
  const facts = words && [formatSeconds(t, i18n.language, words.seconds), words.cost !== null && formatPrice(t, i18n.language, words.cost)]
  return (
    <section
      aria-label={t(`words.tools.${tool}Long`)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        putAway()
      }}
      className="mb-2.5 flex max-h-[44vh] animate-rise flex-col gap-2 rounded-[12px] border border-line-strong bg-overlay p-2.5"
    >
      <header className="flex min-w-0 flex-wrap items-center gap-2">
        <h3 className="m-0 pl-1 font-semibold">{t(`words.tools.${tool}`)}</h3>
        <ChatModelPicker className="w-auto! max-w-64" label={t(`words.${tool}Model`)} value={model} onChange={(id) => chooseModel(client, tool, id)} />
        {facts && <span className="text-sm text-faint tabular-nums">{facts.filter(Boolean).join(' · ')}</span>}
        <span className="flex-1" />
        <Button size="sm" variant="quiet" disabled={!model} onClick={() => setShowsSent(true)}>
          {t('words.sent.open')}
        </Button>
        <IconButton icon={X} size="sm" label={t('common.close')} shortcut="escape" onClick={putAway} />
      </header>
      <Body use={use} />
      {showsSent && (
        <SentDialog onClose={() => setShowsSent(false)} preview={() => call('preview_prompt_tool', { tool, prompt: useDraft.getState().prompt ?? '', model })} />
      )}
    </section>
  )
}

function Body({ use }: { use: Use }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const model = useChatModel(use.model)
  const again = () => void run(client, use.tool)
  switch (use.state) {
    case 'choosing':
      return (
        <>
          {!use.model && <p className="m-0 px-1 text-muted">{t('words.tools.choose')}</p>}
          <MissingKey model={use.model} onUse={(id) => chooseModel(client, use.tool, id)} />
          <div className="flex justify-end">
            <Button size="sm" variant="primary" disabled={!model?.available} onClick={again}>
              {t(`words.tools.${use.tool}`)}
            </Button>
          </div>
        </>
      )
    case 'writing':
      return (
        <>
          <StreamText id={use.id} text="" label={t(`words.tools.${use.tool}Long`)} className="min-h-[3lh] px-1 text-lg" />
          <div className="flex justify-end">
            <Button size="sm" onClick={putAway}>
              {t('reproduce.stop')}
            </Button>
          </div>
        </>
      )
    case 'done':
      return <Proposal use={use} />
    case 'failed':
      return <Failed use={use} onAgain={again} />
  }
}

function Failed({ use, onAgain }: { use: Use; onAgain: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const model = useChatModel(use.model)
  const { title, text, charged } = errorWords(t, use.error ?? { code: 'internal', details: {} }, { model: model?.label, provider: model?.provider_label, chat: true })
  return (
    <>
      <p role="alert" data-selectable className="m-0 px-1">
        <span className="font-semibold text-bad">{title}</span> <span className="text-muted">{inSentences(t, [text, charged])}</span>
      </p>
      <MissingKey model={use.model} onUse={(id) => chooseModel(client, use.tool, id)} />
      <div className="flex justify-end">
        <Button size="sm" onClick={onAgain}>
          {t('common.tryAgain')}
        </Button>
      </div>
    </>
  )
}
