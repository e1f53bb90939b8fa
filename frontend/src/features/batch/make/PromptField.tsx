import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { namesOfLists, useBatchDraft } from '@/shared/batch/draft'
import { BUILT_IN, piecesOf, unknownIn, type Piece } from '@/shared/batch/placeholders'
import { Chip } from '@/shared/ui/Chip'
import { insertText } from '@/shared/ui/insert-text'

const MARKS: Record<Piece['kind'], string> = {
  text: '',
  value: 'rounded-sm bg-accent-soft shadow-[0_0_0_1px_var(--accent-soft-line)]',
  choice: 'rounded-sm bg-accent-soft shadow-[0_0_0_1px_var(--accent-soft-line)]',
  draw: 'rounded-sm bg-accent-soft shadow-[0_0_0_1px_var(--accent-soft-line)]',
  unknown: 'rounded-sm bg-bad-soft shadow-[0_0_0_1px_var(--bad-soft-line)]',
  brace: 'rounded-sm bg-bad-soft shadow-[0_0_0_1px_var(--bad-soft-line)]',
}

/** The prompt with its placeholders marked, known ones and those that nothing stands behind; all that may be named is offered. */
export function PromptField() {
  const { t } = useTranslation()
  const field = useRef<HTMLTextAreaElement>(null)
  const { prompt, table, lists, list_names } = useBatchDraft()
  const columns = useMemo(() => table?.columns ?? [], [table])
  const pieces = useMemo(() => piecesOf(prompt, columns, lists), [prompt, columns, lists])
  const unknown = unknownIn(pieces)
  const insert = (text: string) => insertText(field.current, text)
  const offers = [...BUILT_IN, ...columns, ...namesOfLists({ lists, list_names }).filter((name) => lists[name]?.length)]
  return (
    <>
      <div className="max-h-[30vh] overflow-y-auto rounded-[12px] border border-line-strong bg-well p-2.5 transition-colors duration-150 focus-within:border-accent-line">
        <div className="relative grid px-1 text-lg [&>*]:col-start-1 [&>*]:row-start-1">
          <div aria-hidden className="pointer-events-none min-h-[42px] break-words whitespace-pre-wrap text-transparent">
            {pieces.map(({ kind, text }, index) => (
              <span key={index} className={MARKS[kind]}>
                {text}
              </span>
            ))}
          </div>
          <textarea
            ref={field}
            id="batch-prompt"
            aria-label={t('batch.prompt')}
            placeholder={t('batch.promptPlaceholder')}
            value={prompt}
            rows={1}
            spellCheck={false}
            aria-invalid={unknown.length > 0 || undefined}
            onChange={(event) => useBatchDraft.setState({ prompt: event.target.value })}
            className="relative field-sizing-content block min-h-[42px] w-full resize-none overflow-hidden bg-transparent p-0 break-words whitespace-pre-wrap text-text focus:outline-none"
          />
        </div>
      </div>
      <div role="group" aria-label={t('batch.placeholders')} className="mt-2 flex max-h-[62px] flex-wrap items-center gap-1.5 overflow-y-auto">
        {offers.map((name) => (
          <Chip key={name} className="h-6! px-2! font-mono text-sm" onClick={() => insert(`{${name}}`)}>{`{${name}}`}</Chip>
        ))}
        <Chip className="h-6! px-2! font-mono text-sm" onClick={() => insert('{red|green}')}>
          {'{red|green}'}
        </Chip>
        {unknown.length > 0 && (
          <span role="alert" className="min-w-0 truncate text-sm text-bad" title={unknown.join(', ')}>
            {t('batch.unknownPlaceholder', { unknown: unknown.join(', ') })}
          </span>
        )}
      </div>
    </>
  )
}
