import { StudioError } from './studio-error'

type Exposed = Record<string, ((...args: unknown[]) => Promise<unknown>) | undefined>

interface PyWebView {
  api?: Exposed
  platform?: string
  _QWebChannel?: unknown
}

declare global {
  interface Window {
    pywebview?: PyWebView
  }
}

const WAIT_MS = 20_000

/** The window's functions, as soon as pywebview has put them there. */
export function exposedFunctions(): Promise<Exposed> {
  const present = functionsIfReady()
  if (present) return Promise.resolve(present)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StudioError('engine_gone', 'the window does not answer')), WAIT_MS)
    const take = () => {
      clearTimeout(timer)
      resolve(window.pywebview?.api ?? {})
    }
    window.addEventListener('pywebviewready', take, { once: true })
  })
}

/** On Qt the functions are there a moment before the channel that carries them. */
function functionsIfReady(): Exposed | undefined {
  const { api, platform, _QWebChannel } = window.pywebview ?? {}
  if (!api || Object.keys(api).length === 0) return undefined
  return platform === 'qtwebengine' && !_QWebChannel ? undefined : api
}
