// Where the studio was not told of another, the system's: drawn in one theme first, everything would fade into the other.
document.documentElement.dataset.theme ??= matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'

/** The outline in index.html is painted first: what follows is asked for only then. */
const PAINTED_NEVER_MS = 1000

/** A hidden page paints nothing, so there is an end to the waiting. */
function outlinePainted(): Promise<unknown> {
  const painted = new Promise<void>((resolve) => {
    new PerformanceObserver(() => resolve()).observe({ type: 'paint', buffered: true })
  })
  const enough = new Promise((resolve) => setTimeout(resolve, PAINTED_NEVER_MS))
  return Promise.race([painted, enough])
}

void outlinePainted().then(() => {
  void import('./first-screen').then(({ askForFirstScreen }) => askForFirstScreen()).catch(() => null)
  return import('./studio')
})
