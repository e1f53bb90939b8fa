import { StudioError } from './studio-error'

/** For so long a press may wait for the connection: what begins later is no longer what was meant. */
const PATIENCE_MS = 120_000
/** For so long the same again is taken for the press that nobody answered. */
const SAME_PRESS_MS = 600_000

const unanswered = new Map<string, { id: string; at: number }>()

/**
 * Asks for what costs, under an id of this press. Where no answer came it may have begun: once the engine `isBack` it is asked for
 * again under the same id, and answers with what that began. So does the next press of the same, where even that was in vain.
 */
export async function once<T>(question: string, put: (id: string) => Promise<T>, isBack: (within: number) => Promise<boolean>): Promise<T> {
  const id = idOf(question)
  const ask = async () => {
    try {
      const answer = await put(id)
      unanswered.delete(question)
      return answer
    } catch (error) {
      if (isLost(error)) unanswered.set(question, { id, at: Date.now() })
      else unanswered.delete(question)
      throw error
    }
  }
  try {
    return await ask()
  } catch (error) {
    if (!isLost(error) || !(await isBack(PATIENCE_MS))) throw error
    return ask()
  }
}

/** Who is signed out was heard, and refused. */
const isLost = (error: unknown) => error instanceof StudioError && error.code === 'engine_gone' && error.details.status !== 401

function idOf(question: string): string {
  const press = unanswered.get(question)
  return press && Date.now() - press.at < SAME_PRESS_MS ? press.id : randomHex()
}

/** 32 hex digits. Not by `randomUUID`, which there is only over HTTPS and on this machine. */
export const randomHex = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
