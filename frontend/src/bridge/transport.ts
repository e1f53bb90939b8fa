/** How this page reaches the engine: `window.pywebview.api`, or HTTP in a browser. The server says which. */
export type Transport = 'window' | 'browser'

export const transport = (): Transport => (fact('transport') === 'window' ? 'window' : 'browser')

/** The last event before this page was served; null where no studio served it (the development server). */
export const lastEventAtLoad = (): number | null => {
  const id = fact('last-event')
  return id === null ? null : Number(id)
}

function fact(name: string): string | null {
  return document.querySelector(`meta[name="omniimage-${name}"]`)?.getAttribute('content') ?? null
}
