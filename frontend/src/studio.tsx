import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter/index.css'
import './app/styles.css'
import './i18n'
import { App } from './app/App'
import { askEarly, createQueryClient } from './app/query-client'
import { reportFaults } from './app/report-fault'

// The layers that lock scrolling add a style element: the page's policy takes it by this nonce.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
if (nonce) setNonce(nonce)

reportFaults()
const root = document.getElementById('root')
const client = createQueryClient()

/** The outline in index.html stays until the studio can be drawn whole: React holds back what follows a fallback of its own. */
async function start(): Promise<void> {
  await askEarly(client)
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <App client={client} />
    </StrictMode>,
  )
}

void start()
