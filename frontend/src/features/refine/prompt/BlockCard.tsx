import { Lock, LockOpen } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { isSubmit } from '@/shared/commands/shortcut'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { inputClass } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { Difference } from '@/shared/words/Difference'
import { tintOf } from '../session/BlockMark'
import { numberOf, withBlocks, type BlockStory } from '../session/facts'
import { look } from '../state'
import { useSessionAct } from '../use-session'

interface BlockCardProps {
  session: RefineSession
  iteration: RefineIteration
  story: BlockStory
}

/** One block of the prompt: what it says and what last changed in it; locked, the loop leaves it as it is. */
export function BlockCard({ session, iteration, story: { block, text, change } }: BlockCardProps) {
  const { t } = useTranslation()
  const { act } = useSessionAct()
  const [draft, setDraft] = useState<string | null>(null)
  const locked = session.locked.includes(block)
  const name = t(`refine.block.${block}`)
  const isEmpty = text === '' && !change && draft === null
  const words = <Words text={text} before={change?.before} name={name} disabled={session.status === 'running'} onEdit={() => setDraft(text)} />
  const lock = () =>
    void act(() => call('update_session', { session_id: session.id, changes: { locked: locked ? session.locked.filter((each) => each !== block) : [...session.locked, block] } }))
  return (
    <section aria-label={name} className="mb-[7px] rounded-lg border border-line bg-bg py-1.5 pr-1.5 pl-2.5" style={{ boxShadow: `inset 2px 0 0 ${tintOf(block)}` }}>
      <div className="flex min-h-6 items-center gap-2 text-xs font-semibold text-muted">
        <span className={cx('min-w-0 truncate', !isEmpty && 'flex-1')}>{name}</span>
        {isEmpty && <div className="min-w-0 flex-1 font-normal">{words}</div>}
        {locked && !isEmpty && <span className="font-medium text-faint">{t('refine.prompt.locked')}</span>}
        {change && !locked && <span className="font-medium text-accent-text">{t('refine.prompt.changedIn', { number: numberOf(change.index) })}</span>}
        <IconButton
          icon={locked ? Lock : LockOpen}
          size="sm"
          active={locked}
          label={t(locked ? 'refine.prompt.unlock' : 'refine.prompt.lock', { name })}
          className="size-6!"
          onClick={lock}
        />
      </div>
      {draft !== null ? <Editor session={session} iteration={iteration} block={block} name={name} text={text} draft={draft} onDraft={setDraft} /> : !isEmpty && words}
    </section>
  )
}

/** Press to write. */
function Words({ text, before, name, disabled, onEdit }: { text: string; before: string | undefined; name: string; disabled: boolean; onEdit: () => void }) {
  const { t } = useTranslation()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    onEdit()
  }
  return (
    <div
      role="button"
      tabIndex={0}
      aria-disabled={disabled || undefined}
      aria-label={t('refine.prompt.edit', { name })}
      title={disabled ? t('refine.prompt.busy') : t('refine.prompt.edit', { name })}
      onClick={() => !disabled && window.getSelection()?.isCollapsed !== false && onEdit()}
      onKeyDown={(event) => !disabled && onKeyDown(event)}
      className={cx('rounded pr-1 text-[12.5px] leading-normal', !disabled && 'hover:bg-raised')}
    >
      {before !== undefined ? <Difference before={before} after={text} /> : <p className={cx('m-0 whitespace-pre-wrap [overflow-wrap:anywhere]', text === '' && 'text-faint')}>{text || t('refine.prompt.empty')}</p>}
    </div>
  )
}

interface EditorProps {
  session: RefineSession
  iteration: RefineIteration
  block: BlockStory['block']
  name: string
  text: string
  draft: string
  onDraft: (draft: string | null) => void
}

/** A prompt that has its picture already is not changed: what is written becomes a new version. */
function Editor({ session, iteration, block, name, text, draft, onDraft }: EditorProps) {
  const { t } = useTranslation()
  const { act, busy } = useSessionAct()
  const isMade = iteration.image !== null || iteration.standing === 'failed'
  const save = () => {
    if (draft.trim() === text.trim()) return onDraft(null)
    void act(async () => {
      const saved = await call('update_session_prompt', { session_id: session.id, prompt_text: withBlocks(iteration.prompt_text, { [block]: draft }) })
      onDraft(null)
      look(saved.iterations.length - 1)
      return saved
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDraft(null)
    else if (isSubmit(event.nativeEvent)) save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="pr-1">
      <textarea
        autoFocus
        aria-label={name}
        value={draft}
        onChange={(event) => onDraft(event.target.value)}
        onKeyDown={onKeyDown}
        className={cx(inputClass, 'field-sizing-content h-auto! max-h-60 min-h-[52px] resize-none py-1.5 text-[12.5px]')}
      />
      <div className="mt-1.5 mb-0.5 flex flex-wrap justify-end gap-1.5">
        <Button size="sm" onClick={() => onDraft(null)}>
          {t('words.templates.discard')}
        </Button>
        <Button size="sm" variant="primary" busy={busy} onClick={save}>
          {t(isMade ? 'refine.prompt.saveNew' : 'words.templates.save')}
        </Button>
      </div>
    </div>
  )
}
