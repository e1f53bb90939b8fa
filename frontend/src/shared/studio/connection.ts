import { create } from 'zustand'

/** Whether the engine answers. The shell shows a banner and asks again until it does. */
export const useConnection = create<{ gone: boolean }>(() => ({ gone: false }))

export function markGone(gone: boolean): void {
  if (useConnection.getState().gone !== gone) useConnection.setState({ gone })
}
