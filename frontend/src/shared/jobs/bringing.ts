import { create } from 'zustand'

/** Files on their way into the library: `done` of `total` have arrived, `part` of all bytes, 0 to 1; `left` in seconds. */
export interface Bringing {
  id: string
  done: number
  total: number
  part: number
  left: number | null
  stop: () => void
}

export const useBringing = create<{ all: Readonly<Record<string, Bringing>> }>(() => ({ all: {} }))
let last = 0

/** Begins to tell of files on their way; `stop` breaks them off. */
export function beginBringing(total: number, bytes: number, stop: () => void) {
  const id = `bringing-${++last}`
  const begun = performance.now()
  let [done, arrived] = [0, 0]
  const show = (sent: number) => {
    const part = bytes > 0 ? Math.min(1, sent / bytes) : 0
    const left = done > 0 && part > 0 ? ((performance.now() - begun) / 1000) * (1 / part - 1) : null
    useBringing.setState(({ all }) => ({ all: { ...all, [id]: { id, done, total, part, left, stop } } }))
  }
  show(0)
  return {
    /** So many bytes of the files that are being sent. */
    sent: (some: number) => show(arrived + some),
    /** These files are in. */
    arrived: (files: number, size: number) => {
      done += files
      arrived += size
      show(arrived)
    },
    end: () => useBringing.setState(({ all }) => ({ all: Object.fromEntries(Object.entries(all).filter(([other]) => other !== id)) })),
  }
}
