import { create } from 'zustand'

interface Connection {
  /** `gone`: the engine does not answer. `signedOut`: it answers, but no longer to this page. */
  state: 'here' | 'gone' | 'signedOut'
}

/** Whether the engine answers. The shell shows a banner and asks again until it does. */
export const useConnection = create<Connection>(() => ({ state: 'here' }))

export function noteConnection(state: Connection['state']): void {
  if (useConnection.getState().state !== state) useConnection.setState({ state })
}
