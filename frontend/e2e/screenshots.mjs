/** The pictures of the README, taken of a real studio with the built-in models: `make screenshots`; by name, some of them alone. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { cells, launch, open, settled } from './browser.mjs'
import { PYTHON, ROOT, Studio } from './studio.mjs'

const FOLDER = path.join(ROOT, 'docs/screenshots')
const STYLES = ['poster', 'sketch', 'papercut', 'ink', 'pixel'].map((style) => `offline/${style}`)
const THINGS = ['sneaker', 'apple', 'teapot', 'bicycle', 'chair', 'lamp']
const LIGHTHOUSE = 'A lighthouse at dusk above layered hills, warm light sweeping through thin fog, calm, wide negative space on the left'

const wanted = process.argv.slice(2)

const studio = await new Studio().start()
const browser = await launch()

async function take(page, name) {
  await page.mouse.move(720, 895)
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => null))))
  await page.waitForLoadState('networkidle').catch(() => null)
  const [png, webp] = ['png', 'webp'].map((kind) => path.join(FOLDER, `${name}.${kind}`))
  await page.screenshot({ path: png })
  execFileSync(PYTHON, ['-c', 'import sys; from PIL import Image; Image.open(sys.argv[1]).save(sys.argv[2], quality=82, method=6)', png, webp])
  rmSync(png)
}

async function draw(prompt, selected_models, params = {}) {
  const { run_id } = await studio.call('generate_all', { prompt, selected_models, params: { seed: 11, ...params } })
  for (;;) {
    const { generations } = await studio.call('get_run', { run_id })
    if (generations.every(({ state }) => state === 'done')) return generations.flatMap(({ image_ids }) => image_ids)
  }
}

/** The same picture as a file from elsewhere, under a name of its own. */
async function bringIn(id, name) {
  const headers = { authorization: `Bearer ${studio.token}` }
  const drawn = Buffer.from(await (await fetch(`${studio.url}/media/${id}`, { headers })).arrayBuffer())
  const strip = 'import sys; from PIL import Image; Image.open(sys.stdin.buffer).convert("RGB").save(sys.stdout.buffer, "jpeg", quality=92)'
  const body = new FormData()
  body.append('file', new File([execFileSync(PYTHON, ['-c', strip], { input: drawn, maxBuffer: 1e8 })], `${name}.jpg`, { type: 'image/jpeg' }))
  const { data } = await (await fetch(`${studio.url}/uploads`, { method: 'POST', headers, body })).json()
  return data.image_ids[0]
}

const themed = async (theme) => {
  await studio.call('update_settings', { changes: { theme } })
  return open(browser, studio, { theme })
}

async function compare() {
  await draw('Three foxes in a snowy forest at dawn', STYLES)
  await draw('A red sneaker on a plain white background', STYLES)
  await draw(LIGHTHOUSE, STYLES)
  await studio.call('update_settings', { changes: { selected_models: STYLES, prompt_draft: LIGHTHOUSE } })
  const page = await themed('dark')
  await cells(page).nth(STYLES.length - 1).waitFor()
  await settled(page)
  await cells(page).nth(2).click()
  await page.keyboard.press('v')
  await cells(page).nth(2).getByLabel('Winner', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await take(page, 'compare-dark')
}

async function batch() {
  const bases = []
  for (const thing of THINGS) {
    const [id] = await draw(`a ${thing} on a plain white background`, ['offline/poster'])
    bases.push(await bringIn(id, thing))
  }
  const { id } = await studio.call('create_batch', {
    name: 'Autumn catalogue',
    prompt: 'a {teal|yellow} {name} on a plain white background',
    base_image_ids: bases,
    models: ['offline/poster', 'offline/papercut'],
  })
  await studio.call('start_batch', { batch_id: id, trial: 17 })
  const page = await themed('light')
  await page.keyboard.press('Control+3')
  await page.getByRole('navigation', { name: 'Batches' }).getByRole('button', { name: /Autumn catalogue/ }).click()
  await page.getByText('The trial is done').waitFor({ timeout: 180_000 })
  await page.getByRole('navigation', { name: 'Batches' }).getByText('Trial done').waitFor()
  await take(page, 'batch-light')
}

async function refine() {
  const page = await themed('dark')
  await page.keyboard.press('Control+4')
  await page.getByRole('button', { name: /coastal walk/ }).click()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: /First image/ }).click()
  await page.getByRole('button', { name: /^Accept \d/ }).waitFor()
  const wrong = page.getByRole('textbox', { name: 'What is still wrong?' })
  await wrong.fill('There should be two sailing boats')
  await wrong.press('Control+Enter')
  await page.locator('[data-iteration]').nth(2).locator('img').waitFor()
  await page.getByRole('button', { name: /^Accept \d/ }).waitFor()
  await take(page, 'refine-dark')
}

async function library() {
  const page = await themed('light')
  await page.keyboard.press('Control+5')
  await page.locator('[data-tile]').nth(10).click()
  await page.keyboard.press('i')
  await page.getByRole('complementary').getByRole('heading', { level: 3 }).first().waitFor()
  await take(page, 'library-light')
}

async function keys() {
  await studio.provider('openai')
  await studio.provider('openrouter')
  await studio.provider('gemini', '--status', '401')
  for (const provider of ['openai', 'openrouter', 'gemini']) await studio.call('check_config', { provider }).catch(() => null)
  const page = await themed('light')
  await page.keyboard.press('Control+Shift+K')
  await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor()
  await page.getByRole('button', { name: /Volcengine/ }).first().click()
  await page.getByLabel(/Key for Volcengine/).waitFor()
  await take(page, 'keys-light')
}

try {
  for (const picture of [compare, refine, batch, library, keys]) if (wanted.length === 0 || wanted.includes(picture.name)) await picture()
} finally {
  await browser.close()
  await studio.close()
}
