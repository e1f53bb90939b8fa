import i18next from 'i18next'
import { call } from '@/bridge/call'
import { toast } from '@/shared/ui/toasts'

/** Facts for whoever helps, to the clipboard; where the engine or the clipboard refuses, where the log is. */
export async function copyDiagnostics(log: string, withPrompts = false): Promise<void> {
  try {
    const { text } = await call('get_diagnostics', { webview: navigator.userAgent.slice(0, 500), with_prompts: withPrompts })
    await navigator.clipboard.writeText(text)
    toast(i18next.t('about.copied'))
  } catch {
    toast(i18next.t('about.copyFailed', { log }), { kind: 'error' })
  }
}
