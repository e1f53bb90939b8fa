import type { ErrorCode } from './contract'

/** `engine_gone`: the studio behind this page does not answer. All other codes come from Python. */
export type StudioErrorCode = ErrorCode | 'engine_gone'

export class StudioError extends Error {
  readonly code: StudioErrorCode
  readonly details: Record<string, unknown>

  constructor(code: StudioErrorCode, message: string = code, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'StudioError'
    this.code = code
    this.details = details
  }
}

interface Envelope {
  ok?: boolean
  data?: unknown
  error?: { code: ErrorCode; message: string; details: Record<string, unknown> }
}

/** What an answer holds, or its error thrown. */
export function opened(answer: unknown): unknown {
  const { ok, data, error } = (answer ?? {}) as Envelope
  if (ok) return data
  if (!error) throw new StudioError('engine_gone', 'the studio gave no answer')
  throw new StudioError(error.code, error.message, error.details)
}
