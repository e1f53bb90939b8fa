import type { SpokenLanguage } from '.'

const NAMES: Record<SpokenLanguage, string> = { en: 'English', zh: '简体中文', ru: 'Русский' }

/** A language's name in itself. */
export const languageName = (language: SpokenLanguage): string => NAMES[language]
