import { create } from 'zustand'
import type { ErrorInfo } from '@/bridge/contract'

/** A cap refused what was asked last; it stays in sight until it is put away or something else is asked. */
export const useRefusal = create<{ error: Pick<ErrorInfo, 'code' | 'details'> | null }>(() => ({ error: null }))

export const putAway = () => useRefusal.setState({ error: null })
