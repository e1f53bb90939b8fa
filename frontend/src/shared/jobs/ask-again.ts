import { create } from 'zustand'
import { call } from '@/bridge/call'
import type { Generation } from '@/bridge/contract'
import { againOf } from './again'

/** What is to be asked again once the user has seen what it costs. */
export const useAskAgain = create<{ generation: Generation | null }>(() => ({ generation: null }))

/** Takes what is there already; where a new call would be made, its price is shown first. */
export function askAgain(generation: Generation): Promise<unknown> {
  const again = againOf(generation)
  if (again === 'here' || again === 'there') return call('retry', { id: generation.id })
  useAskAgain.setState({ generation })
  return Promise.resolve()
}
