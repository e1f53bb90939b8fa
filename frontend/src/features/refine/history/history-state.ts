import { create } from 'zustand'

export const useHistory = create<{ open: boolean }>(() => ({ open: false }))
