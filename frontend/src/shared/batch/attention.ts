import { call } from '@/bridge/call'
import { transport } from '@/bridge/transport'

/** A browser shows notices of the system only where it was asked once, on a press of the user's. */
export async function askToNotify(): Promise<void> {
  if (transport() === 'browser' && 'Notification' in window && Notification.permission === 'default') await Notification.requestPermission()
}

/** A notice of the system, for who looks elsewhere by now. */
export function notify(title: string, text: string): void {
  if (document.hasFocus()) return
  if (transport() === 'window') void call('notify', { title, text }).catch(() => null)
  else if ('Notification' in window && Notification.permission === 'granted') new Notification(title, { body: text, tag: title })
}

let shown: number | null = null
let title: string | null = null

/** How far the batches are, 0 to 1, on the dock or taskbar, in a browser in the tab's name; `null`: nothing runs. */
export function showProgress(part: number | null): void {
  const percent = part === null ? null : Math.floor(part * 100)
  if (percent === shown) return
  shown = percent
  if (transport() === 'window') return void call('show_progress', { part: percent === null ? null : percent / 100 }).catch(() => null)
  title ??= document.title
  document.title = percent === null ? title : `${percent} % · ${title}`
}
