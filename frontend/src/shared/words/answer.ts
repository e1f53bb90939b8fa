/** By which letters a language is told, where they tell it. */
const SCRIPTS: Record<string, RegExp> = {
  English: /\p{Script=Latin}/u,
  Chinese: /\p{Script=Han}/u,
  Russian: /\p{Script=Cyrillic}/u,
}
/** A name or a quoted sign may stand in other letters. */
const MOST = 0.5

/** Whether most letters of the text are those of the language; `true` where letters do not tell. */
export function isIn(language: string, text: string): boolean {
  const script = SCRIPTS[language]
  const letters = text.match(/\p{L}/gu) ?? []
  return !script || letters.length === 0 || letters.filter((letter) => script.test(letter)).length >= letters.length * MOST
}

/** Without the fence that models like to put around what they were asked for alone. */
export function bare(text: string): string {
  return /^\s*```[\w-]*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text
}
