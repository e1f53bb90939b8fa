import { useQueryClient } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { isSubmit } from '@/shared/commands/shortcut'
import { changePrompt, useDraft } from '../draft'
import { PROMPT_ID } from './focus-prompt'
import { openPromptHistory } from './prompt-history-state'
import { useGenerate } from './use-generate'

/** The box alone is drawn anew while one types. */
export function PromptBox() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const prompt = useDraft((draft) => draft.prompt ?? '')
  const generate = useGenerate()

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isSubmit(event.nativeEvent)) generate()
    else if (event.key === 'ArrowUp' && event.currentTarget.value === '') openPromptHistory()
    else return
    event.preventDefault()
  }
  return (
    <textarea
      id={PROMPT_ID}
      aria-label={t('compare.composer.prompt')}
      placeholder={t('compare.composer.placeholder')}
      value={prompt}
      rows={1}
      spellCheck={false}
      onChange={(event) => changePrompt(client, event.target.value)}
      onKeyDown={onKeyDown}
      className="field-sizing-content block max-h-[40vh] min-h-[42px] w-full resize-none bg-transparent text-lg text-text focus:outline-none"
    />
  )
}
