import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy, FolderOpen, Trash2 } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Leftover } from '@/bridge/contract'
import { errorWords } from '@/shared/errors/error-text'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { formatDay } from '@/shared/format'
import { formatBytes } from '@/shared/images/image-format'
import { useModelLabel } from '@/shared/models/queries'
import { Problem } from '@/shared/providers/Problem'
import { useStudioInfo } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { copyShown } from '@/shared/ui/copy-shown'
import { IconButton } from '@/shared/ui/IconButton'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { leftoversQuery } from './queries'

/** Answers that may have been paid for and brought no picture: nothing of them is hidden, and none goes by itself. */
export function Leftovers() {
  const { t } = useTranslation()
  const title = useId()
  const query = useQuery(leftoversQuery)
  if (!query.data) return query.isError ? <QueryFailure query={query} /> : null
  return (
    <section aria-labelledby={title} className="mt-6">
      <SectionTitle aside={query.data.length > 0 && query.data.length}>
        <span id={title}>{t('leftovers.title')}</span>
      </SectionTitle>
      <p className="mt-0 mb-2 text-muted">{t(query.data.length > 0 ? 'leftovers.text' : 'leftovers.none')}</p>
      {query.data.length > 0 && (
        <ul className="m-0 list-none overflow-hidden rounded-card border border-line bg-panel p-0">
          {query.data.map((leftover) => (
            <Row key={leftover.attempt_id} leftover={leftover} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Row({ leftover }: { leftover: Leftover }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const { transport } = useStudioInfo()
  const modelLabel = useModelLabel()
  const [asking, setAsking] = useState(false)
  const shown = useRef<HTMLElement>(null)
  const { attempt_id, model, prompt, created, path, files, bytes, error } = leftover
  const words = error && errorWords(t, error, model ? { model: modelLabel(model) } : {})
  const discard = useMutation({
    mutationFn: () => call('discard_leftover', { attempt_id }),
    onSuccess: (left) => client.setQueryData(leftoversQuery.queryKey, left),
  })
  const reveal = useMutation({ mutationFn: () => call('reveal_leftover', { attempt_id }) })
  const facts = [created && formatDay(created, i18n.language), t('leftovers.files', { count: files }), formatBytes(bytes, i18n.language), words?.charged].filter(Boolean)
  return (
    <li className="flex min-w-0 flex-col gap-1 border-b border-line px-3.5 py-2.5 last:border-b-0">
      <div className="flex min-w-0 items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="m-0 [overflow-wrap:anywhere]">{[model && modelLabel(model), words?.title].filter(Boolean).join(': ')}</p>
          {prompt && <p className="m-0 line-clamp-1 text-sm text-muted">{prompt}</p>}
          <p className="m-0 text-sm text-faint tabular-nums">{facts.join(' · ')}</p>
        </div>
        {asking ? (
          <div className="flex shrink-0 flex-wrap justify-end gap-2">
            <Button size="sm" autoFocus onClick={() => setAsking(false)}>
              {t('leftovers.keep')}
            </Button>
            <Button size="sm" variant="danger" busy={discard.isPending} onClick={() => discard.mutate()}>
              {t('leftovers.discard')}
            </Button>
          </div>
        ) : (
          <div className="-mr-1.5 flex shrink-0">
            {transport === 'window' && <IconButton icon={FolderOpen} size="sm" label={t('leftovers.reveal')} onClick={() => reveal.mutate()} />}
            <IconButton icon={Copy} size="sm" label={t('settings.copyPath')} onClick={() => void copyShown(path, shown.current)} />
            <IconButton icon={Trash2} size="sm" label={t('leftovers.discardAsk')} onClick={() => setAsking(true)} />
          </div>
        )}
      </div>
      <code ref={shown} className="font-mono text-xs [overflow-wrap:anywhere] text-faint" data-selectable>
        {path}
      </code>
      <Problem of={discard.error ?? reveal.error} />
    </li>
  )
}
