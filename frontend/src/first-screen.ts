import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import { askAhead, RUNS_AT_ONCE, thumbUrl } from './bridge/call'

/** What the first screen shows, asked for while its script is still on the way, down to the first picture. */
export async function askForFirstScreen(): Promise<void> {
  fetchFont()
  // First, for the others wait for nothing.
  const history = askAhead('list_runs', { text: '', cursor: null, limit: RUNS_AT_ONCE })
  const others = [
    askAhead('studio_info', {}),
    askAhead('get_settings', {}),
    askAhead('list_models', { kind: 'image' }),
    askAhead('who_am_i', {}),
    askAhead('get_spend', {}),
  ]
  // Who draws them meets the error and shows it.
  void Promise.allSettled(others)
  const { runs } = await history
  const [newest] = runs
  if (!newest) return
  const { generations } = await askAhead('get_run', { run_id: newest.id })
  const [picture] = generations.flatMap(({ image_ids }) => image_ids)
  if (picture) new Image().src = thumbUrl(picture)
}

/**
 * Into the browser's cache: else it is asked for only once there is text to draw. As a preload it is matched with what the style
 * sheet asks for only now and then, and Chromium complains of it.
 */
function fetchFont(): void {
  void fetch(inter).catch(() => null)
}
