import type { QueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { create } from 'zustand'
import { call } from '@/bridge/call'
import type { Reproduction } from '@/bridge/contract'
import { sayFailed } from '@/shared/errors/say-failed'
import { bare } from '@/shared/words/answer'
import { reproductionQuery } from '@/shared/words/queries'

/** What the user typed into the image prompt; `early`: while the description was still being written. */
interface Written {
  text: string
  early: boolean
}

export const useWritten = create<Readonly<Record<string, Written>>>(() => ({}))

interface ImagePrompt {
  text: string
  /** The description is there too, and is something else: it can be taken in place of the text. */
  offer: boolean
}

/**
 * The image prompt of a description. The words of the model move there when they are all there, and not before; never over what the
 * user wrote: then they are offered.
 */
export function imagePrompt(row: Pick<Reproduction, 'state' | 'text' | 'prompt'>, written: Written | undefined): ImagePrompt {
  const own = written && (written.text !== '' || !written.early) ? written.text : row.prompt || null
  const whole = row.state === 'done' ? bare(row.text) : ''
  if (own === null) return { text: whole, offer: false }
  return { text: own, offer: whole !== '' && own !== whole }
}

const QUIET_MS = 500
const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** The user changed it: it is kept when the typing pauses. */
export function write(client: QueryClient, row: Reproduction, text: string): void {
  useWritten.setState({ [row.id]: { text, early: row.state !== 'done' } })
  clearTimeout(timers.get(row.id))
  timers.set(
    row.id,
    setTimeout(() => keep(client, row.id), QUIET_MS),
  )
}

/** Keeps it now, e.g. when the page is left. */
export function keep(client: QueryClient, id: string): void {
  clearTimeout(timers.get(id))
  if (!timers.delete(id)) return
  const text = useWritten.getState()[id]?.text
  if (text === undefined) return
  void call('set_reproduction_prompt', { id, prompt: text }).catch((error: unknown) => {
    sayFailed(i18next.t, error)
    return client.invalidateQueries(reproductionQuery(id))
  })
}
