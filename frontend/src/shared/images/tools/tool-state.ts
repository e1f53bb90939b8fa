import { create } from 'zustand'
import type { CutOutOptions, ErrorInfo, Image, ImageAction } from '@/bridge/contract'

/** A dialog about pictures, one at a time. */
export type Tool =
  | { tool: 'split' | 'convert' | 'export' | 'retouch'; images: readonly Image[] }
  | { tool: 'cutOut'; images: readonly Image[]; background?: string }
  /** The built-in method declined: honest words, and a model in its place. */
  | { tool: 'offer'; images: readonly Image[]; options: CutOutOptions; error: Pick<ErrorInfo, 'code' | 'details'> }

export const useTool = create<{ open: Tool | null }>(() => ({ open: null }))
export const openTool = (open: Tool) => useTool.setState({ open })
const dialogs = () => [...document.querySelectorAll('[role="dialog"]')]

/**
 * For a dialog that work may ask for when it ends. The returned function opens it; where the user has opened another one meanwhile,
 * it lays nothing over that, and has the dialog offered instead.
 */
export function openerLater(): (tool: Tool, offer: (open: () => void) => void) => void {
  const before = dialogs()
  return (tool, offer) => {
    const isFree = useTool.getState().open === null && dialogs().every((dialog) => before.includes(dialog))
    if (isFree) openTool(tool)
    else offer(() => openTool(tool))
  }
}

export const closeTool = () => useTool.setState({ open: null })

/** Closes the dialog that is open now, when its work is done: one that was opened in its place meanwhile stays. */
export function closerOfTool(): () => void {
  const { open } = useTool.getState()
  return () => {
    if (useTool.getState().open === open) closeTool()
  }
}

type Working = Readonly<Record<string, ImageAction>>

/** What is being made of which picture right now; it is shown on the picture. */
export const useWorking = create<{ working: Working }>(() => ({ working: {} }))

/** Says so on the picture while `work` is under way. */
export async function whileWorking<T>(id: string, action: ImageAction, work: Promise<T>): Promise<T> {
  useWorking.setState(({ working }) => ({ working: { ...working, [id]: action } }))
  try {
    return await work
  } finally {
    useWorking.setState(({ working }) => ({
      working: Object.fromEntries(Object.entries(working).filter(([other]) => other !== id)),
    }))
  }
}
