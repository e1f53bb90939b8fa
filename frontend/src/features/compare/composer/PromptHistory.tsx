import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { runsQuery } from '@/shared/jobs/queries'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { Popover } from '@/shared/ui/Popover'
import { changePrompt } from '../draft'
import { useSettled } from '@/shared/ui/use-settled'
import { focusPrompt } from './focus-prompt'
import { setPromptHistory, usePromptHistory } from './prompt-history-state'

/** Prompts used before, to be found and taken again. */
export function PromptHistory() {
  const { t } = useTranslation()
  const open = usePromptHistory((state) => state.open)
  const trigger = <IconButton icon={History} label={t('compare.prompts.title')} tooltipSide="top" />
  return (
    <Popover
      open={open}
      onOpenChange={setPromptHistory}
      side="top"
      align="start"
      label={t('compare.prompts.title')}
      className="w-[min(560px,calc(100vw-32px))] p-2"
      trigger={trigger}
    >
      <PromptList />
    </Popover>
  )
}

function PromptList() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const query = useInfiniteQuery(runsQuery(useSettled(text.trim(), 150)))
  const { data } = query
  const prompts = [...new Set(data?.pages.flatMap((page) => page.runs.map(({ prompt }) => prompt)))]
  const take = (prompt: string) => {
    changePrompt(client, prompt)
    setPromptHistory(false)
    requestAnimationFrame(focusPrompt)
  }
  return (
    <div onKeyDown={moveFocus}>
      <TextField
        type="search"
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t('compare.prompts.search')}
        aria-label={t('compare.prompts.search')}
      />
      <ul className="mt-1.5 mb-0 max-h-72 list-none overflow-y-auto p-0">
        {prompts.map((prompt) => (
          <li key={prompt}>
            <button
              type="button"
              className="line-clamp-2 w-full rounded-control px-2 py-1.5 text-left hover:bg-press focus-visible:bg-press focus-visible:outline-none"
              onClick={() => take(prompt)}
            >
              {prompt.slice(0, 400)}
            </button>
          </li>
        ))}
      </ul>
      {!data && query.isError && <QueryFailure query={query} />}
      {data && prompts.length === 0 && <p className="m-0 px-2 py-3 text-faint">{t('compare.prompts.none')}</p>}
    </div>
  )
}

/** ↑ and ↓ go through the field and the prompts. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button')]
  const index = stops.indexOf(document.activeElement as HTMLElement)
  event.preventDefault()
  stops[Math.min(Math.max(index + (event.key === 'ArrowDown' ? 1 : -1), 0), stops.length - 1)]?.focus()
}
