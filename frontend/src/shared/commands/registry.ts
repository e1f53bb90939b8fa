import type { LucideIcon } from 'lucide-react'
import { useEffect } from 'react'
import { create } from 'zustand'

/** Something a person can do from the palette, by a key, or both. */
export interface Command {
  id: string
  label: string
  /** Under which heading the palette and the sheet of shortcuts show it. */
  section: 'go' | 'do' | 'image' | 'viewer' | 'models' | 'settings' | 'prompts'
  icon?: LucideIcon
  /** As in `Kbd`, e.g. `mod+enter`, `g`, `arrowleft`. */
  shortcut?: string
  /** Quiet words at the right. */
  note?: string
  /** Other words it is found by. */
  keywords?: string[]
  /** `false`: only listed in the sheet of shortcuts, someone else listens for its key. */
  perform: (() => void) | false
}

const useStore = create<{ sources: ReadonlyMap<symbol, readonly Command[]> }>(() => ({ sources: new Map() }))

/** Offers `commands` while the component is mounted. Memoise them. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    const key = Symbol()
    useStore.setState(({ sources }) => ({ sources: new Map(sources).set(key, commands) }))
    return () => {
      useStore.setState(({ sources }) => {
        const rest = new Map(sources)
        rest.delete(key)
        return { sources: rest }
      })
    }
  }, [commands])
}

export const useAllCommands = () => useStore((state) => state.sources)

export function allCommands(): Command[] {
  return [...useStore.getState().sources.values()].flat()
}

/** Performs a command by its id, where it is on offer. */
export function runCommand(id: string): void {
  const command = allCommands().find((known) => known.id === id)
  if (command?.perform) command.perform()
}
