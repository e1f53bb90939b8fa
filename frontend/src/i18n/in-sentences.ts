import type { TFunction } from 'i18next'

/** Sentences one after the other; those that are not there are left out. The Chinese full stop brings its own room. */
export function inSentences(t: TFunction, parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(t('common.stop') === '。' ? '' : ' ')
}

/** A title as a sentence of its own. */
export const asSentence = (t: TFunction, title: string): string => title + t('common.stop')

/** What happened and what to do, in one text. */
export const titled = (t: TFunction, { title, text }: { title: string; text: string }): string => inSentences(t, [asSentence(t, title), text])

/** Chinese leaves room around foreign names; a name that is Chinese itself needs none. */
export function closedUp(t: TFunction, text: string, name: string): string {
  if (t('common.stop') !== '。') return text
  const before = /^\p{sc=Han}/u.test(name) ? text.replaceAll(` ${name}`, name) : text
  return /\p{sc=Han}$/u.test(name) ? before.replaceAll(`${name} `, name) : before
}
