import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

/**
 * `en.json` and every `<feature>.en.json` beside it are laid together at their top-level sections:
 * a feature's file holds `{"compare": {...}}` and its sentences are `t('compare.…')`.
 */
export const LANGUAGES = ['en', 'zh', 'ru'] as const
export type SpokenLanguage = (typeof LANGUAGES)[number]

type Sentences = Record<string, unknown>
const files = import.meta.glob<Sentences>('./*.json', { eager: true, import: 'default' })

export function sentencesOf(language: SpokenLanguage): Sentences {
  const own = Object.entries(files).filter(([path]) => path.endsWith(`/${language}.json`) || path.endsWith(`.${language}.json`))
  return Object.assign({}, ...own.map(([, content]) => content)) as Sentences
}

/** The language of `tag` (`zh-Hans-CN`, `ru_RU`), English where we do not speak it. */
export function nearestLanguage(tag: string): SpokenLanguage {
  const start = tag.slice(0, 2).toLowerCase()
  return LANGUAGES.find((language) => language === start) ?? 'en'
}

void i18next.use(initReactI18next).init({
  lng: nearestLanguage(navigator.language),
  fallbackLng: 'en',
  resources: Object.fromEntries(LANGUAGES.map((language) => [language, { translation: sentencesOf(language) }])),
  interpolation: { escapeValue: false },
  initAsync: false,
})
