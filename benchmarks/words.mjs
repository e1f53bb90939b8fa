/**
 * A description of 10,000 tokens as it streams into Reproduce in Chromium: how soon its first token is on the screen after its bytes
 * have left the provider, and what each frame takes meanwhile. `node benchmarks/words.mjs`, after `make setup` and a build of the page.
 * First token within 50 ms; a frame of the screen is 16.7 ms.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { launch, open } from '../frontend/e2e/browser.mjs'
import { Studio } from '../frontend/e2e/studio.mjs'

const TOKENS = Number(process.argv[2] ?? 10_000)
/** About 1,000 tokens a second, more than any provider sends. */
const [LOT, PAUSE] = [10, 10]
const MODEL = 'openrouter/google/gemini-3.1-pro-preview'

let sent = 0
const chats = createServer(async (request, response) => {
  for await (const _ of request);
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const say = (content) =>
    response.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'x', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`)
  await pause(300)
  sent = Date.now()
  say('first ')
  await pause(300)
  for (let token = 1; token < TOKENS; token++) {
    say(token % 90 === 0 ? 'line\n' : `word${token} `)
    if (token % LOT === 0) await pause(PAUSE)
  }
  response.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'x', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`)
  response.end('data: [DONE]\n\n')
})
chats.listen(0, '127.0.0.1')
await once(chats, 'listening')

const studio = await new Studio().start()
const browser = await launch()
try {
  await studio.call('save_config', { provider: 'openrouter', key: 'sk-bench-0000', url: `http://127.0.0.1:${chats.address().port}/v1` })
  const { run_id } = await studio.call('generate_all', { prompt: 'a harbour', selected_models: ['offline/poster'], params: {} })
  const page = await open(browser, studio)
  const made = async () => (await studio.call('get_run', { run_id })).generations[0].image_ids[0] ?? (await pause(100), made())
  await made()
  // The first call loads the provider's library: it is not what is measured.
  await studio.call('enhance_prompt', { prompt: 'a harbour', model: MODEL })
  const cell = page.getByRole('gridcell').first()
  await cell.locator('img').waitFor()
  await cell.focus()
  await page.keyboard.press('Shift+P')
  await page.getByRole('button', { name: /^Describe/ }).click()
  await page.getByRole('log').waitFor()
  await page.evaluate(() => {
    const log = document.querySelector('[role="log"]')
    window.took = []
    let last = performance.now()
    const tick = (now) => {
      if (!window.first && log.textContent) window.first = Date.now()
      window.took.push(now - last)
      last = now
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  await page.waitForFunction(() => window.first)
  await page.evaluate(() => window.took.splice(0))
  await page.waitForFunction((tokens) => (document.querySelector('[role="log"]')?.textContent.match(/word|line|first/g)?.length ?? 0) >= tokens, TOKENS, { timeout: 120_000, polling: 500 })
  const { first, took } = await page.evaluate(() => ({ first: window.first, took: window.took }))
  took.sort((a, b) => a - b)
  const at = (part) => `${took[Math.min(took.length - 1, Math.floor(took.length * part))].toFixed(1)} ms`
  console.log(`first token on the screen: ${first - sent} ms after it was sent`)
  console.log(`${TOKENS} tokens: a frame took ${at(0.5)} (median), ${at(0.95)} (95 %), ${at(1)} (longest), of ${took.length}`)
} finally {
  await browser.close()
  await studio.close()
  chats.closeAllConnections()
  chats.close()
}
