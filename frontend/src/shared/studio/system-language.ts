import type { StudioInfo } from '@/bridge/contract'
import { nearestLanguage, type SpokenLanguage } from '@/i18n'

/** The language of the user's system. A browser knows its own; the studio may run on another machine. */
export const systemLanguage = ({ transport, system_language }: StudioInfo): SpokenLanguage =>
  nearestLanguage(transport === 'browser' ? navigator.language : system_language)
