import type { LucideIcon } from 'lucide-react'
import { Boxes, FolderClosed, Info, MessageSquareText, Palette, Scissors, Send, Trophy, Users, Wallet } from 'lucide-react'

export interface SectionEntry {
  id: string
  /** A key of the sentences. */
  label: string
  icon: LucideIcon
}

/** The sections of the settings, as they stand in their list and in the palette. What is in each, `SettingsPage` knows. */
export const SETTINGS_SECTIONS = [
  { id: 'look', label: 'settings.look', icon: Palette },
  { id: 'models', label: 'models.title', icon: Boxes },
  { id: 'words', label: 'words.section', icon: MessageSquareText },
  { id: 'matting', label: 'matting.title', icon: Scissors },
  { id: 'spend', label: 'spend.title', icon: Wallet },
  { id: 'ratings', label: 'choose.ratings.title', icon: Trophy },
  { id: 'people', label: 'people.title', icon: Users },
  { id: 'requests', label: 'settings.work', icon: Send },
  { id: 'data', label: 'settings.data', icon: FolderClosed },
  { id: 'about', label: 'settings.about', icon: Info },
] as const satisfies readonly SectionEntry[]

export type SectionId = (typeof SETTINGS_SECTIONS)[number]['id']
