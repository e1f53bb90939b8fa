import type { MatrixAxis, ModelInfo } from '@/bridge/contract'

export type MatrixParameter = NonNullable<MatrixAxis['parameter']>

/** What may vary beside the words of the prompt, in the order it is offered. */
export const MATRIX_PARAMETERS: readonly MatrixParameter[] = ['seed', 'aspect_ratio', 'quality', 'steps', 'guidance', 'style', 'size', 'strength', 'negative_prompt']

/** An axis in the making: its values as typed. */
export interface DraftAxis {
  parameter: MatrixParameter
  text: string
}

/** The axes as the engine is asked for them; one without a value is not asked for yet. */
export const axesOf = (drafts: readonly DraftAxis[]): MatrixAxis[] =>
  drafts
    .map(({ parameter, text }) => ({ parameter, values: valuesIn(text).map((value) => (FRACTIONS.has(parameter) ? value.replace(',', '.') : value)) }))
    .filter(({ values }) => values.some(Boolean))

/** Numbers that may be typed with a decimal comma. */
const FRACTIONS: ReadonlySet<MatrixParameter> = new Set(['guidance', 'strength'])

/** As in CSV, or between the quotes of an input method. */
const QUOTED = '"(?:[^"]|"")*"|“[^”]*”'
const WHOLE = new RegExp(`^(?:${QUOTED})$`)
/** What is quoted up to the next comma, or what stands there without one. */
const FIELD = new RegExp(`\\s*(?:${QUOTED})\\s*(?=[,;，；]|$)|[^,;，；]+`, 'g')

/** Values one a line; on a single line, parted by commas. What stands in quotes is one value, nothing between them an empty one. */
function valuesIn(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim())
  return (lines.length > 1 ? lines : (lines[0]?.match(FIELD) ?? []))
    .map((field) => field.trim())
    .filter(Boolean)
    .map(unquoted)
}

const unquoted = (field: string): string => (WHOLE.test(field) ? field.slice(1, -1).replaceAll('""', '"').trim() : field)

/** Values as they would be typed on one line. */
export const textOf = (values: readonly string[]): string => values.map((value) => (value === '' || /[",;，；“]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(', ')

/** What to begin with: three seeds, or what the chosen models have in common. */
export function suggested(parameter: MatrixParameter, models: readonly ModelInfo[], random: () => number = Math.random): string {
  const takes = models.map(({ capabilities }) => capabilities)
  const common = (lists: readonly (readonly string[])[]) => (lists[0] ?? []).filter((value) => lists.every((list) => list.includes(value))).slice(0, 3)
  if (parameter === 'seed') return Array.from({ length: 3 }, () => Math.floor(random() * 1_000_000)).join(', ')
  if (parameter === 'aspect_ratio') return '1:1, 3:2, 16:9'
  if (parameter === 'quality') return common(takes.map(({ quality }) => quality)).join(', ')
  if (parameter === 'style') return common(takes.map(({ style }) => style)).join(', ')
  return ''
}
