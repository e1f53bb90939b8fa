import { call, StudioError } from '@/bridge/call'

const MAX_MESSAGE = 2000
const MAX_STACK = 8000

/** Tells the engine's log that the page's own code broke; what the engine itself refused it knows. */
export function reportFault(fault: unknown): void {
  if (fault instanceof StudioError) return
  const { message, stack = '' } = fault instanceof Error ? fault : new Error(String(fault))
  void call('report_page_fault', { fault: { message: message.slice(0, MAX_MESSAGE), stack: stack.slice(0, MAX_STACK) } }).catch(() => null)
}

/** From now on also what nobody caught. */
export function reportFaults(): void {
  window.addEventListener('error', ({ error, message }) => reportFault(error ?? message))
  window.addEventListener('unhandledrejection', ({ reason }) => reportFault(reason))
}
