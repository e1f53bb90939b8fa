import { create } from 'zustand'

/** Which of the shell's own layers is open. */
export const useOverlay = create<{ open: 'palette' | 'shortcuts' | null }>(() => ({ open: null }))
