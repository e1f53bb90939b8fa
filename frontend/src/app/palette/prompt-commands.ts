import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useDeferredValue } from 'react'
import { call } from '@/bridge/call'
import { changePrompt } from '@/features/compare/draft'
import type { Command } from '@/shared/commands/registry'
import { navigate } from '@/shared/studio/navigation'

const MAX_PROMPTS = 8

/** Recent prompts that hold `text`, searched for by the engine; choosing one puts it into the box. */
export function usePromptCommands(text: string): Command[] {
  const client = useQueryClient()
  const wanted = useDeferredValue(text.trim())
  const { data } = useQuery({
    queryKey: ['palette', wanted],
    queryFn: () => call('list_runs', { text: wanted, cursor: null, limit: 30 }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  })
  const prompts = [...new Set(data?.runs.map((run) => run.prompt))].slice(0, MAX_PROMPTS)
  return prompts.map((prompt, index) => ({
    id: `prompt.${index}`,
    section: 'prompts',
    label: prompt.replaceAll(/\s+/g, ' '),
    icon: History,
    keywords: [wanted],
    perform: () => {
      changePrompt(client, prompt)
      navigate('compare')
    },
  }))
}
