import i18next from 'i18next'
import { toast } from './toasts'

/** Text to the clipboard, and says so; where a page may not write there, what shows the text is marked instead: Ctrl+C takes it. */
export async function copyShown(text: string, shown: Element | null): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast(i18next.t('common.copied'))
  } catch {
    if (shown) getSelection()?.selectAllChildren(shown)
  }
}
