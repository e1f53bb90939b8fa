import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { laidTogether, type Sentences } from './sentences'

export const LANGUAGES = ['en', 'zh', 'ru'] as const
export type SpokenLanguage = (typeof LANGUAGES)[number]

const english = laidTogether(import.meta.glob<Sentences>(['./en.json', './*.en.json'], { eager: true, import: 'default' }))

/** English is always there, for it stands in for what a language lacks; the others come when they are spoken. */
const FILES: Record<SpokenLanguage, () => Promise<Sentences>> = {
  en: () => Promise.resolve(english),
  zh: () => import('./zh').then((language) => language.default),
  ru: () => import('./ru').then((language) => language.default),
}

export const sentencesOf = (language: SpokenLanguage): Promise<Sentences> => FILES[language]()

/** The language of `tag` (`zh-Hans-CN`, `ru_RU`), English where we do not speak it. */
export function nearestLanguage(tag: string): SpokenLanguage {
  const start = tag.slice(0, 2).toLowerCase()
  return LANGUAGES.find((language) => language === start) ?? 'en'
}

/** Speaks a language once its sentences are here. */
export async function speak(language: SpokenLanguage): Promise<void> {
  i18next.addResourceBundle(language, 'translation', await sentencesOf(language))
  await i18next.changeLanguage(language)
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: english } },
  interpolation: { escapeValue: false },
  initAsync: false,
})
