import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import { askAhead, thumbUrl } from './bridge/call'

/** What the first screen shows, asked for while its script is still on the way, down to the first picture. */
export async function askForFirstScreen(): Promise<void> {
  fetchFont()
  const others = [
    askAhead('studio_info', {}),
    askAhead('get_settings', {}),
    askAhead('list_models', { kind: 'image' }),
    askAhead('who_am_i', {}),
    askAhead('get_spend', {}),
  ]
  // Who draws them meets the error and shows it.
  void Promise.allSettled(others)
  const { runs } = await askAhead('list_runs', { text: '', cursor: null, limit: 50 })
  const [newest] = runs
  if (!newest) return
  const { generations } = await askAhead('get_run', { run_id: newest.id })
  const [picture] = generations.flatMap(({ image_ids }) => image_ids)
  if (picture) new Image().src = thumbUrl(picture)
}

/** Else the browser asks for it only once there is text to draw, and draws that text twice. */
function fetchFont(): void {
  const link = Object.assign(document.createElement('link'), { rel: 'preload', as: 'font', type: 'font/woff2', crossOrigin: '', href: inter })
  document.head.append(link)
}
