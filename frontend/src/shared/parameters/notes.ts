import type { Adjustment, Estimate, ModelInfo, RunParams } from '@/bridge/contract'
import { parseRatio, parseSize } from './ratios'

/** Sizes come in steps, so a ratio is met only about. */
const ROUNDING = 0.03

/** One line under the parameters: which models get something else than was asked. Worded in i18n by `key`. */
export interface Note {
  key: 'only' | 'not_taken' | 'raised' | 'lowered' | 'instead' | 'problem' | 'needsMask'
  parameter: string
  models: string[]
  sent?: string
  asked?: string
}

/** The models that make nothing without a painted mask, while there is none. */
export function maskless(models: readonly ModelInfo[], { mask_id, reference_ids }: RunParams): string[] {
  if (mask_id && reference_ids?.length) return []
  return models.filter(({ capabilities }) => capabilities.masks?.required).map(({ id }) => id)
}

/** What the estimate's adjustments come to, in as few lines as say it all. `needMask`: models of which we know what they lack. */
export function notesOf(estimate: Estimate | undefined, needMask: readonly string[] = []): Note[] {
  if (!estimate) return []
  const rows = estimate.models
  const problems = rows.filter((row) => row.problem && !needMask.includes(row.model))
  const changes = new Map<string, Note>()
  for (const row of rows) {
    for (const adjustment of row.adjustments) {
      const note = noteOf(adjustment)
      if (!note) continue
      const line = JSON.stringify([note.key, note.parameter, note.sent])
      const known = changes.get(line)
      if (known) known.models.push(row.model)
      else changes.set(line, { ...note, models: [row.model] })
    }
  }
  const working = rows.filter((row) => !row.problem).map((row) => row.model)
  return [
    ...(needMask.length > 0 ? [{ key: 'needsMask' as const, parameter: 'mask_id', models: [...needMask] }] : []),
    ...problems.map((row): Note => ({ key: 'problem', parameter: row.problem ?? '', models: [row.model] })),
    ...[...changes.values()].map((note) => shorter(note, working)),
  ]
}

function noteOf({ parameter, asked, sent, reason }: Adjustment): Omit<Note, 'models'> | null {
  // One call for each image, or a default, is nothing the user did not ask for.
  if (reason === 'default' || reason === 'fan_out') return null
  if (reason === 'not_taken') return { key: 'not_taken', parameter }
  const from = parseSize(asked)
  const to = parseSize(sent)
  const ratio = parseRatio(asked)
  // Its pixels are the model's way to make the ratio that was asked for.
  if (ratio && to && Math.abs(to.width / to.height / ratio - 1) < ROUNDING) return null
  const value = sent ?? ''
  if (from && to) {
    const grows = to.width * to.height > from.width * from.height
    return { key: grows ? 'raised' : 'lowered', parameter, asked, sent: value }
  }
  return { key: 'instead', parameter, asked, sent: value }
}

/** "Seed goes to A only" is shorter than naming the many that do not take it. */
function shorter(note: Note, working: string[]): Note {
  if (note.key !== 'not_taken') return note
  const takers = working.filter((model) => !note.models.includes(model))
  return takers.length > 0 && takers.length < note.models.length ? { ...note, key: 'only', models: takers } : note
}
