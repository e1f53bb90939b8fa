/** Many pictures at once, as somebody with a full folder would: in, apart, cut out, away; with how far it is and how it went. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { assertFits, assertQuiet, launch, open, picture } from './browser.mjs'
import { busy, grid, product } from './pictures.mjs'
import { eventually, Studio } from './studio.mjs'

const EACH = 12
const ALL = 3 * EACH
/** A third are grids, a third stand before a plain ground, a third are neither; one more is no picture. */
const FILES = [
  ...Array.from({ length: EACH }, (_, index) => [`grid ${index}.png`, grid(80 + index, 8)]),
  ...Array.from({ length: EACH }, (_, index) => [`ball ${index}.png`, product(96 + index)]),
  ...Array.from({ length: EACH }, (_, index) => [`busy ${index}.png`, busy(120 + index, 100)]),
  ['broken.png', Buffer.from('not a picture')],
].map(([name, buffer]) => ({ name, mimeType: 'image/png', buffer }))

let studio, browser
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
})
/** A page left open goes on working, and takes from those that follow. */
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))
after(async () => {
  await browser?.close()
  await studio?.close()
})

const bar = (page) => page.getByRole('toolbar').last()
const count = (page, text) => page.locator('header').getByText(text, { exact: true })
const message = (page, text) => page.getByText(text, { exact: true })
const pill = (page, words) => page.locator('header').getByRole('button', { name: words })
const made = async (kind) => (await studio.call('list_images', { query: { kind, limit: 500 } })).images

async function openLibrary(size) {
  const page = await open(browser, studio, size)
  await page.keyboard.press('Control+5')
  await page.locator('#library-search').waitFor()
  return page
}
async function give(page, files) {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import images…' }).click()
  await (await chooser).setFiles(files)
}
async function chooseAll(page, number) {
  await page.locator('[data-tile]').first().focus()
  await page.keyboard.press('Control+A')
  await bar(page).getByText(`${number}`).waitFor()
}

test('files that are stopped on their way leave what came before in the library', async () => {
  const page = await openLibrary()
  let sent = 0
  // The second lot never arrives.
  await page.route('**/uploads', (route) => (++sent > 1 ? null : route.continue()))
  await give(page, FILES.slice(0, 24))
  await pill(page, /^Importing 8 \/ 24/).click()
  await page.getByRole('dialog', { name: 'Running now' }).getByRole('button', { name: 'Cancel Importing' }).click()
  await message(page, '8 of 24 files imported').waitFor()
  await bar(page).getByText('8 selected').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-tile]').first().focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  await count(page, '0 images').waitFor()
  assertQuiet(page)
})

test('a folder comes in whole; one bad file in it refuses itself alone', async () => {
  const page = await openLibrary()
  await give(page, FILES)
  await message(page, 'broken.png: Not an image').waitFor()
  await count(page, `${ALL} images`).waitFor()
  await bar(page).getByText(`${ALL} selected`).waitFor()
  // Only what is in sight is in the page.
  assert.ok((await page.locator('[data-tile]').count()) <= ALL)
  await picture(page, 'hundreds-in')
  assertQuiet(page)
})

test('all are split; the page may be loaded anew meanwhile, and still says how it went', async () => {
  const page = await openLibrary()
  await count(page, `${ALL} images`).waitFor()
  await chooseAll(page, ALL)
  await bar(page).getByRole('button', { name: 'Split' }).click()
  await pill(page, /^Splitting \d+ \/ 36/).waitFor()
  await picture(page, 'hundreds-splitting')
  await page.reload()
  await message(page, '12 of 36 images split, 48 tiles · 24 images have no clear grid').waitFor()
  assert.equal((await made('split')).length, 4 * EACH)
  await page.getByRole('button', { name: 'Look' }).click()
  const dialog = page.getByRole('dialog', { name: 'Split images, 1 of 24' })
  await dialog.getByRole('button', { name: 'Skip' }).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => assert.equal((await made('split')).length, 0))
  assertQuiet(page)
})

test('all are cut out: how many were done, why the others were not, and what to do about them', async () => {
  const page = await openLibrary()
  await count(page, `${ALL} images`).waitFor()
  await chooseAll(page, ALL)
  await bar(page).getByRole('button', { name: 'Cut out' }).click()
  await pill(page, /^Cutting out \d+ \/ 36/).click()
  await picture(page, 'hundreds-progress')
  await page.keyboard.press('Escape')
  await message(page, '12 of 36 subjects cut out · 24 have too busy a background for the built-in method').waitFor()
  await picture(page, 'hundreds-end')
  const parents = (await made('cut_out')).map(({ parent_id }) => parent_id)
  assert.equal(new Set(parents).size, EACH)
  await page.getByRole('button', { name: 'Other ways…' }).click()
  await page.getByRole('dialog', { name: 'This background is too busy for the built-in method' }).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => assert.equal((await made('cut_out')).length, 0))

  const saved = page.waitForEvent('download')
  await bar(page).getByRole('button', { name: 'Export…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'ZIP' }).click()
  await saved
  await message(page, `${ALL} images exported`).waitFor()
  assertQuiet(page)
})

for (const { language, size } of [
  { language: 'en', size: [1024, 640] },
  { language: 'zh', size: [1440, 900] },
  { language: 'ru', size: [1024, 640] },
]) {
  test(`says it in ${language}, at ${size.join('×')}`, async () => {
    await studio.call('update_settings', { changes: { language } })
    const [width, height] = size
    const page = await openLibrary({ width, height })
    // Busy ones, the newest, and some before a plain ground.
    await page.locator('[data-tile]').nth(6).click()
    await page.locator('[data-tile]').nth(17).click({ modifiers: ['Shift'] })
    await page.locator('[data-tile][aria-selected="true"]').nth(11).waitFor()
    await page.keyboard.press('b')
    const running = page.locator('header button').filter({ hasText: / \d+ \/ \d+/ })
    await running.click()
    await assertFits(page)
    await picture(page, `hundreds-progress-${language}`)
    await page.keyboard.press('Escape')
    await running.waitFor({ state: 'detached' })
    await page.locator('[data-selectable]').filter({ hasText: ' · ' }).first().waitFor()
    await assertFits(page)
    await picture(page, `hundreds-end-${language}`)
    assert.doesNotMatch(await page.locator('body').innerText(), /\b(tools|jobs|images)\.\w+\.?\w*/)
    assertQuiet(page)
    await studio.call('delete_images', { img_ids: (await made('cut_out')).map(({ id }) => id) })
  })
}
