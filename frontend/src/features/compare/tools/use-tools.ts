import { useQueryClient } from '@tanstack/react-query'
import { Check, Languages, Sparkles, type LucideIcon } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands, type Command } from '@/shared/commands/registry'
import { toast } from '@/shared/ui/toasts'
import { chatModelsQuery } from '@/shared/words/queries'
import { choose, modelOf, run, take, useTool, type Tool } from './tool-state'

export const TOOL_ICONS: Record<Tool, LucideIcon> = { enhance: Sparkles, translate: Languages }
export const TOOL_KEYS: Record<Tool, string> = { enhance: 'mod+e', translate: 'mod+shift+e' }

/** Sends the prompt, or asks first for a model that can be asked. */
export function useStart(): (tool: Tool) => Promise<void> {
  const client = useQueryClient()
  return useCallback(
    async (tool) => {
      const models = await client.query(chatModelsQuery).catch(() => [])
      const model = models.find(({ id }) => id === modelOf(client, tool))
      if (model?.available) await run(client, tool)
      else choose(client, tool)
    },
    [client],
  )
}

export function useTake(): (text: string) => void {
  const { t } = useTranslation()
  const client = useQueryClient()
  return useCallback(
    (text) => {
      const takeBack = take(client, text)
      toast(t('words.tools.taken'), { actions: [{ label: t('common.undo'), onSelect: takeBack }] })
    },
    [client, t],
  )
}

/** What the palette and the keyboard can do with them. */
export function useToolCommands(): void {
  const { t } = useTranslation()
  const start = useStart()
  const takeText = useTake()
  const text = useTool(({ use }) => use?.words?.text)
  const commands = useMemo(
    (): Command[] => [
      ...(['enhance', 'translate'] as const).map(
        (tool): Command => ({ id: `words.${tool}`, section: 'do', icon: TOOL_ICONS[tool], label: t(`words.tools.${tool}Long`), shortcut: TOOL_KEYS[tool], perform: () => void start(tool) }),
      ),
      { id: 'words.take', section: 'do', icon: Check, label: t('words.tools.takeLong'), shortcut: 'mod+shift+enter', perform: () => text && takeText(text) },
    ],
    [t, start, takeText, text],
  )
  useCommands(commands)
}
