import { Command as Cmdk, defaultFilter } from 'cmdk'
import { Search } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { Command } from '@/shared/commands/registry'
import { useAllCommands } from '@/shared/commands/registry'
import { Kbd } from '@/shared/ui/Kbd'
import { returnFocus } from '@/shared/ui/return-focus'
import { useOverlay } from '../overlay-state'
import { useKeyCommands } from './key-commands'
import { useModelCommands } from './model-commands'
import { usePromptCommands } from './prompt-commands'

const SECTIONS: readonly Command['section'][] = ['do', 'image', 'go', 'models', 'prompts', 'settings']
/** Below it, what was typed is scattered over the words letter by letter. */
const SCATTERED = 0.1
/** Prompts are many, long, and found by the engine already: what can be done comes before them. */
function rank(id: string, text: string, words?: string[]): number {
  const score = defaultFilter(id, text, words)
  if (id.startsWith('prompt.')) return score * 0.01
  return score > SCATTERED ? score : 0
}
const close = () => useOverlay.setState({ open: null })

export function Palette() {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const registered = [...useAllCommands().values()].flat()
  const commands = [...registered, ...useKeyCommands(text), ...useModelCommands(text), ...usePromptCommands(text)]
  const offered = commands.filter((command) => command.perform && command.id !== 'palette')

  return (
    <Radix.Root open onOpenChange={close}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="fixed top-[12vh] left-1/2 z-50 w-[min(600px,calc(100vw-32px))] -translate-x-1/2 animate-appear overflow-hidden rounded-[12px] border border-line-strong bg-overlay shadow-overlay"
        >
          <Radix.Title className="sr-only">{t('palette.title')}</Radix.Title>
          <Cmdk label={t('palette.title')} filter={rank} loop>
            <div className="flex items-center gap-2.5 border-b border-line px-3.5">
              <Search size={16} strokeWidth={1.7} className="shrink-0 text-dim" aria-hidden />
              <Cmdk.Input
                value={text}
                onValueChange={setText}
                placeholder={t('palette.placeholder')}
                className="h-11 min-w-0 flex-1 bg-transparent text-lg focus:outline-none"
              />
              <Kbd keys="escape" />
            </div>
            <Cmdk.List className="max-h-[min(420px,64vh)] overflow-y-auto p-1.5">
              <Cmdk.Empty className="px-3 py-6 text-center text-muted">{t('palette.nothing', { text })}</Cmdk.Empty>
              {SECTIONS.map((section) => (
                <Section key={section} section={section} commands={offered.filter((command) => command.section === section)} />
              ))}
            </Cmdk.List>
          </Cmdk>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Section({ section, commands }: { section: Command['section']; commands: readonly Command[] }) {
  const { t } = useTranslation()
  if (commands.length === 0) return null
  return (
    <Cmdk.Group
      heading={t(`palette.section.${section}`)}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:tracking-[0.06em] [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:uppercase"
    >
      {commands.map((command) => (
        <Item key={command.id} command={command} />
      ))}
    </Cmdk.Group>
  )
}

function Item({ command }: { command: Command }) {
  const { id, label, icon: Icon, shortcut, keywords, note, perform } = command
  const select = () => {
    // Gone before it is done: an open dialog would take the focus back from where it is led.
    flushSync(close)
    if (perform) perform()
  }
  return (
    <Cmdk.Item
      value={id}
      keywords={[label, ...(keywords ?? [])]}
      onSelect={select}
      className="flex h-[34px] items-center gap-2.5 rounded-control px-2 data-[selected=true]:bg-press"
    >
      {Icon ? <Icon size={15} strokeWidth={1.7} className="shrink-0 text-muted" aria-hidden /> : <span className="w-[15px]" />}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {note && <span className="shrink-0 text-sm text-faint">{note}</span>}
      {shortcut && <Kbd keys={shortcut} />}
    </Cmdk.Item>
  )
}
