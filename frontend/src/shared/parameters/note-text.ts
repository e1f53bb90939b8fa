import type { TFunction } from 'i18next'
import type { Note } from './notes'

/** From this many models on they are counted, not named. */
const MANY = 4

/** A note as a sentence: "Seed goes to FLUX and Offline only". */
export function noteText(t: TFunction, language: string, note: Note, label: (id: string) => string): string {
  const names = note.models.map(label)
  const models =
    names.length < MANY
      ? new Intl.ListFormat(language, { type: 'conjunction' }).format(names)
      : t('parameters.note.models', { count: names.length })
  const parameter = t(`parameters.${note.parameter}`, { defaultValue: note.parameter })
  const sent = note.sent?.replace('x', '×')
  if (note.key === 'needsMask') return t('mask.needed', { models, count: names.length })
  if (note.key === 'problem') {
    const problem = t(`errors.${note.parameter}.title`, { defaultValue: t('errors.bad_parameters.title') })
    return t('parameters.note.problem', { models, problem, count: names.length })
  }
  return t(`parameters.note.${note.key}`, { models, parameter, sent, asked: note.asked, count: names.length })
}
