import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '@/bridge/contract'
import type { SpokenLanguage } from '.'
import { LANGUAGES, nearestLanguage, sentencesOf } from '.'

const PLURAL = /_(zero|one|two|few|many|other)$/

function flatten(tree: object, path = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    const here = path ? `${path}.${key}` : key
    if (typeof value === 'string') flat.set(here, value)
    else for (const [below, text] of flatten(value as object, here)) flat.set(below, text)
  }
  return flat
}

const loaded = LANGUAGES.map(async (language) => [language, flatten(await sentencesOf(language))] as const)
const sentences = Object.fromEntries(await Promise.all(loaded)) as Record<SpokenLanguage, Map<string, string>>
const base = (key: string) => key.replace(PLURAL, '')
const placeholders = (text: string) => [...new Set(text.match(/{{\w+}}/g))].sort().join(' ')

/** What each key, its plural forms taken together, puts into its sentences. */
function shape(language: SpokenLanguage): Record<string, string> {
  const keys = [...sentences[language]].filter(([key]) => !key.endsWith('_zero'))
  return Object.fromEntries(keys.map(([key, text]) => [base(key), placeholders(text)]))
}

describe('the three languages', () => {
  it.each(['zh', 'ru'] as const)('%s says all that English says, with the same values in it', (language) => {
    expect(shape(language)).toEqual(shape('en'))
  })

  it.each(LANGUAGES)('%s has no empty sentence', (language) => {
    expect([...sentences[language]].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it.each(LANGUAGES)('%s has every plural form that its grammar asks for', (language) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const counted = new Set([...sentences[language].keys()].filter((key) => PLURAL.test(key)).map(base))
    const missing = [...counted].flatMap((key) => needed.filter((form) => !sentences[language].has(`${key}_${form}`)).map((form) => `${key}_${form}`))
    expect(missing).toEqual([])
  })

  it.each(LANGUAGES)('%s words every error', (language) => {
    const wanted = [...ERROR_CODES, 'engine_gone'].flatMap((code) => [`errors.${code}.title`, `errors.${code}.text`])
    expect(wanted.filter((key) => !sentences[language].has(key))).toEqual([])
  })

  it('has a sentence for every key that the page asks for', () => {
    const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*'], { eager: true, query: '?raw', import: 'default' })
    const known = new Set([...sentences.en.keys()].map(base))
    const unknown: string[] = []
    for (const [path, source] of Object.entries(sources)) {
      for (const [, key] of source.matchAll(/\bt\(\s*'([\w.]+)'/g)) {
        if (key && !known.has(key)) unknown.push(`${path}: ${key}`)
      }
    }
    expect(unknown).toEqual([])
  })
})

describe('nearestLanguage', () => {
  it.each([
    ['zh-Hans-CN', 'zh'],
    ['ru_RU.UTF-8', 'ru'],
    ['en-GB', 'en'],
    ['de', 'en'],
    ['', 'en'],
  ])('%s is spoken as %s', (tag, spoken) => expect(nearestLanguage(tag)).toBe(spoken))
})
