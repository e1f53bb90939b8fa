import { create } from 'zustand'

export const usePromptHistory = create<{ open: boolean }>(() => ({ open: false }))

export const openPromptHistory = () => usePromptHistory.setState({ open: true })
export const setPromptHistory = (open: boolean) => usePromptHistory.setState({ open })
