/**
 * The page in Chromium against a real studio: last byte → picture visible, memory of the renderer, a long history, a key press.
 * `node benchmarks/page.mjs [--history 2000]`, after `make setup` and a build of the page.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { crc32, deflateSync } from 'node:zlib'
import { randomFillSync } from 'node:crypto'
import { parseArgs } from 'node:util'
import { Studio } from '../frontend/e2e/studio.mjs'
import { PlainBrowser } from './plain_browser.mjs'

const { values: given } = parseArgs({ options: { history: { type: 'string', default: '2000' } } })
const clock = () => performance.timeOrigin + performance.now()
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)

/** A PNG of about `bytes`: noise, no two alike. */
function picture(bytes) {
  const edge = Math.max(4, Math.round(Math.sqrt(bytes / 3)))
  const pixels = randomFillSync(Buffer.alloc(edge * (edge * 3 + 1)))
  for (let line = 0; line < edge; line++) pixels[line * (edge * 3 + 1)] = 0
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const size = Buffer.alloc(4)
    const check = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([size, body, check])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(edge, 0)
  header.writeUInt32BE(edge, 4)
  header.set([8, 2], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(pixels, { level: 1 })), chunk('IEND', Buffer.alloc(0))])
}

/** An OpenAI-compatible service that remembers when its last byte left. */
async function provider() {
  const state = { bytes: 2_000_000, delay: 300, lastByte: 0 }
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const answer = JSON.stringify({ created: 1, data: [{ b64_json: picture(state.bytes).toString('base64') }] })
    await sleep(state.delay)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(answer, () => (state.lastByte = clock()))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  state.url = `http://127.0.0.1:${server.address().port}/v1`
  state.close = () => server.close()
  return state
}

const BARE = `<!doctype html><main data-cell></main><script>
  const show = (name) => document.querySelector('main').replaceChildren(Object.assign(new Image(), { src: '/' + name }))
  show('img_first')
  new EventSource('/events').onmessage = ({ data }) => show(data)
</script>`

/** What this machine needs at least: a page of one line that shows a thumbnail as soon as it hears of it. */
async function barePage(thumbnail) {
  let listener
  const server = createServer((request, response) => {
    if (request.url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(BARE)
    else if (request.url === '/events') listener = response.writeHead(200, { 'content-type': 'text/event-stream' })
    else response.writeHead(200, { 'content-type': 'image/webp' }).end(thumbnail)
    listener?.flushHeaders()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const show = (name) => {
    listener.write(`data: ${name}\n\n`)
    return clock()
  }
  const close = () => {
    listener?.end()
    server.close()
  }
  return { url: `http://127.0.0.1:${server.address().port}/`, show, close }
}

const PROMPT = '#compare-prompt'
const models = (count) => Array.from({ length: count }, (_, number) => `custom_openai/bench-${number}`)
const choose = (studio, count) => studio.call('update_settings', { changes: { selected_models: models(count), prompt_draft: 'a lighthouse' } })

async function generateAll(studio, count) {
  const { run_id } = await studio.call('generate_all', { prompt: `a lighthouse ${Math.random()}`, selected_models: models(count), params: {} })
  for (;;) {
    const run = await studio.call('get_run', { run_id })
    if (run.generations.every(({ state }) => state === 'done')) return
    if (run.generations.some(({ state }) => !['queued', 'running', 'done'].includes(state))) throw new Error('a generation failed')
    await sleep(100)
  }
}

/** Until there are so many runs, with nothing of them under way. */
async function allDone(studio, count) {
  for (;;) {
    const { runs } = await studio.call('list_runs', {})
    if (runs.length >= count && runs.every(({ states }) => states.every((state) => state === 'done'))) return
    await sleep(100)
  }
}

/** Resident and private memory in MB of the page's renderer, the largest there is. */
async function rendererMemory(browser) {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8')
      const kilobytes = (name) => [...text.matchAll(new RegExp(`^${name}:\\s+(\\d+)`, 'gm'))].reduce((sum, match) => sum + Number(match[1]), 0)
      return { resident: kilobytes('Rss') / 1024, own: (kilobytes('Private_Clean') + kilobytes('Private_Dirty')) / 1024 }
    })
  const largest = sizes.toSorted((a, b) => b.resident - a.resident)[0]
  return `${largest.resident.toFixed(0)} MB resident, ${largest.own.toFixed(0)} private`
}

/** The moments at which a picture that is not in `seen` has been decoded and painted: at all, and wider than `width` pixels. */
const pictureVisible = (page, seen, width = 320) =>
  page.evaluate(
    ({ seen, width }) =>
      new Promise((resolve) => {
        const idOf = (image) => /img_\w+/.exec(image.src)?.[0]
        const shown = { at: 0, sharp: 0, id: '' }
        const now = () => performance.timeOrigin + performance.now()
        const look = () => {
          const fresh = [...document.querySelectorAll('[data-cell] img')].find((image) => !seen.includes(idOf(image)) && image.complete && image.naturalWidth > 0)
          if (fresh && !shown.id) {
            shown.id = idOf(fresh)
            requestAnimationFrame(() => (shown.at = now()))
          }
          if (fresh && Math.max(fresh.naturalWidth, fresh.naturalHeight) > width) {
            requestAnimationFrame(() => {
              shown.sharp = now()
              resolve(shown)
            })
          } else requestAnimationFrame(look)
        }
        look()
      }),
    { seen, width },
  )

async function lastByteToPicture(page, service) {
  await page.waitFor('[data-cell] img')
  const seen = await page.evaluate(() => [...document.querySelectorAll('[data-cell] img')].map((image) => /img_\w+/.exec(image.src)?.[0]))
  await page.focus(PROMPT)
  const waits = []
  for (let round = 0; round < 21; round++) {
    const visible = pictureVisible(page, [...seen])
    await page.pressControlEnter()
    const { at, sharp, id } = await visible
    seen.push(id)
    waits.push({ visible: at - service.lastByte, sharp: sharp - service.lastByte })
    // Sooner, it would be taken for the same press.
    await sleep(600)
  }
  return waits.slice(1)
}

/** The thumbnail's bytes, as the page gets them. */
async function thumbnail(studio) {
  const { images } = await studio.call('list_images', { query: { limit: 1 } })
  const answer = await fetch(`${studio.url}/media/${images[0].id}/thumb`, { headers: { authorization: `Bearer ${studio.token}` } })
  return Buffer.from(await answer.arrayBuffer())
}

/** The same of the bare page: word of a thumbnail → painted. */
async function wordToPicture(page, bare) {
  await firstPicture(page, bare.url)
  const seen = ['img_first']
  const waits = []
  for (let round = 0; round < 21; round++) {
    await sleep(300)
    const visible = pictureVisible(page, [...seen], 0)
    const told = bare.show(`img_${round}`)
    const { at, id } = await visible
    seen.push(id)
    waits.push(at - told)
  }
  return waits.slice(1)
}

/** Milliseconds from an address to the first picture there. */
async function firstPicture(page, address) {
  const began = clock()
  await page.goto(address)
  const { at } = await pictureVisible(page, [], 0)
  return at - began
}

/** Milliseconds from a key's event to the frame that shows its letter. */
async function keyPresses(page) {
  await page.evaluate((prompt) => {
    window.presses = []
    document.querySelector(prompt).addEventListener('beforeinput', (event) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => window.presses.push(performance.now() - event.timeStamp)
        port2.postMessage(0)
      })
    })
    document.querySelector(prompt).focus()
  }, PROMPT)
  for (const letter of ' with a red roof at dusk') {
    await page.pressLetter(letter)
    await sleep(60)
  }
  return page.evaluate(() => window.presses)
}

const studio = await new Studio().start()
const service = await provider()
const browser = new PlainBrowser()
const home = `${studio.url}/?token=${studio.token}`
async function opened(address) {
  const page = await browser.newPage()
  await page.goto(address)
  await page.waitFor(PROMPT)
  return page
}
try {
  await studio.call('save_config', { provider: 'custom_openai', key: '', url: service.url })
  await studio.call('set_custom_models', { provider: 'custom_openai', names: models(50).map((id) => id.split('/')[1]) })
  row('measure', 'value')
  row('---', '---')

  await generateAll(studio, 1)
  await choose(studio, 1)
  let page = await opened(home)
  const waits = await lastByteToPicture(page, service)
  for (const [what, label] of [['visible', 'visible'], ['sharp', 'at the size of its cell']]) {
    const times = waits.map((wait) => wait[what])
    row(`last byte → picture ${label}, 2 MB, median of 20`, `${median(times).toFixed(0)} ms (worst ${Math.max(...times).toFixed(0)})`)
  }
  const bare = await barePage(await thumbnail(studio))
  row('… a bare page, from word of a thumbnail on', `${median(await wordToPicture(page, bare)).toFixed(0)} ms`)

  await choose(studio, 50)
  await page.close()
  page = await opened(home)
  await page.focus(PROMPT)
  for (let press = 1; press <= 2; press++) {
    await page.pressControlEnter()
    await allDone(studio, 22 + press)
    await page.waitFor('main', '50 done')
    await sleep(1500)
  }
  row('renderer after 100 × 2 MB', await rendererMemory(browser))

  Object.assign(service, { bytes: 200_000, delay: 0 })
  for (let made = 0; made < Number(given.history); made += 50) await generateAll(studio, 50)
  await choose(studio, 2)
  // Their thumbnails are still being made: this is about a studio at rest.
  await sleep(10_000)
  const firsts = { bare: [], ours: [] }
  for (let round = 0; round < 5; round++) {
    for (const [which, address] of [['bare', bare.url], ['ours', home]]) {
      await page.close()
      page = await browser.newPage()
      firsts[which].push(await firstPicture(page, address))
      await sleep(1000)
    }
  }
  bare.close()
  row('first picture of a bare page, median of 5', `${median(firsts.bare).toFixed(0)} ms (worst ${Math.max(...firsts.bare).toFixed(0)})`)
  row(`first picture with ${given.history} images in the history`, `${median(firsts.ours).toFixed(0)} ms (worst ${Math.max(...firsts.ours).toFixed(0)})`)
  row('renderer with that history', await rendererMemory(browser))
  const presses = await keyPresses(page)
  row('a key press with that history, median', `${median(presses).toFixed(0)} ms (worst ${Math.max(...presses).toFixed(0)})`)
} finally {
  await browser.close()
  service.close()
  await studio.close()
}
