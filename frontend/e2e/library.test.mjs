/** The library: what was made and brought in, found again, worked on, thrown away and had back. */
import assert from 'node:assert/strict'
import { readdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { assertFits, assertQuiet, launch, open, picture } from './browser.mjs'
import { grid, product } from './pictures.mjs'
import { Studio } from './studio.mjs'

const tiles = (page) => page.locator('[data-tile]')
const shown = (page, count) => page.waitForFunction((wanted) => document.querySelectorAll('[data-tile]').length === wanted, count)
const painted = (page) => page.waitForFunction(() => [...document.querySelectorAll('[data-tile] img')].every((each) => each.complete && each.naturalWidth > 0))
const chosen = (page) => page.locator('[data-tile][aria-selected="true"]')
const bar = (page) => page.getByRole('toolbar', { name: 'Selection' })
const count = (page, text) => page.locator('header').getByText(text, { exact: true })

let studio, browser, gridId
async function bringIn(name, bytes) {
  const form = new FormData()
  form.append('file', new File([bytes], name, { type: 'image/png' }))
  const answer = await fetch(`${studio.url}/uploads`, { method: 'POST', headers: { authorization: `Bearer ${studio.token}` }, body: form })
  return (await answer.json()).data.image_ids[0]
}
async function generate(prompt, models) {
  const { run_id } = await studio.call('generate_all', { prompt, selected_models: models, params: {} })
  for (;;) {
    const run = await studio.call('get_run', { run_id })
    if (run.generations.every(({ state }) => state === 'done')) return run
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

before(async () => {
  studio = await new Studio().start()
  browser = await launch()
  await generate('a red fox in the snow', ['offline/poster', 'offline/sketch'])
  await generate('a harbour at dusk', ['offline/poster'])
  gridId = await bringIn('holiday-grid.png', grid())
  await studio.call('process_image', { action: 'split', img_id: gridId, options: { rows: 2, columns: 2 } })
})
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))
after(async () => {
  await browser?.close()
  await studio?.close()
})

async function openLibrary(size) {
  const page = await open(browser, studio, size)
  await page.keyboard.press('Control+5')
  await page.getByRole('grid', { name: 'Library' }).waitFor()
  return page
}

test('finds by words, by filter and by favourite, and says when there is nothing', async () => {
  const page = await openLibrary()
  await count(page, '8 images').waitFor()
  await shown(page, 8)
  await painted(page)
  await picture(page, 'library-all')

  await page.keyboard.press('/')
  await page.keyboard.type('FOX snow')
  await count(page, '2 images').waitFor()
  await shown(page, 2)
  await page.getByRole('searchbox').fill('holiday')
  await count(page, '5 images').waitFor()
  await page.getByRole('searchbox').fill('nothing of this')
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor()
  await picture(page, 'library-nothing')
  await page.getByRole('main').getByRole('button', { name: 'Clear the filters' }).click()
  await count(page, '8 images').waitFor()

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: /Tiles/ }).click()
  await count(page, '4 images').waitFor()
  await picture(page, 'library-filter')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove the filter: Tiles' }).click()
  await count(page, '8 images').waitFor()

  await tiles(page).first().click()
  await page.keyboard.press('f')
  await tiles(page).first().getByLabel('Favourite', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Favourites', exact: true }).click()
  await count(page, '1 image').waitFor()
  await page.getByRole('button', { name: 'Favourites', exact: true }).click()
  await tiles(page).first().click()
  await page.keyboard.press('f')
  assertQuiet(page)
})

test('chooses by click, range, key and rectangle', async () => {
  const page = await openLibrary()
  await shown(page, 8)
  await tiles(page).nth(1).click()
  await tiles(page).nth(4).click({ modifiers: ['Shift'] })
  await bar(page).getByText('4 selected').waitFor()
  await tiles(page).nth(6).click({ modifiers: ['Control'] })
  await bar(page).getByText('5 selected').waitFor()
  await page.keyboard.press('ArrowLeft')
  await bar(page).getByText('1 selected').waitFor()
  await page.keyboard.press('Shift+ArrowLeft')
  await bar(page).getByText('2 selected').waitFor()
  await page.keyboard.press('Control+A')
  await bar(page).getByText('8 selected').waitFor()
  await page.keyboard.press('Escape')
  await bar(page).waitFor({ state: 'detached' })

  const [first, third] = [await tiles(page).first().boundingBox(), await tiles(page).nth(2).boundingBox()]
  await page.mouse.move(third.x + third.width / 2, first.y + first.height + 120)
  await page.mouse.down()
  await page.mouse.move(first.x - 8, first.y + 20, { steps: 6 })
  await bar(page).getByText('3 selected').waitFor()
  await picture(page, 'library-rectangle')
  await page.mouse.up()
  await bar(page).getByText('3 selected').waitFor()
  await page.getByRole('button', { name: 'Details' }).click()
  const detail = page.getByRole('complementary', { name: 'Details' })
  await detail.getByRole('heading', { name: '3 selected' }).waitFor()
  await detail.getByRole('button', { name: /^Convert…/ }).click()
  await page.getByRole('dialog', { name: /^Convert/ }).waitFor()
  await page.keyboard.press('Escape')
  await painted(page)
  await picture(page, 'library-several')
  await detail.getByRole('button', { name: 'Close' }).click()
  await bar(page).getByRole('button', { name: 'Export…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /ZIP/ }).waitFor()
  assertQuiet(page)
})

test('goes from a tile back to its grid, and from a picture to its run in Compare', async () => {
  const page = await openLibrary()
  await shown(page, 8)
  await tiles(page).first().click()
  await page.keyboard.press('i')
  const detail = page.getByRole('complementary', { name: 'Details' })
  await detail.getByRole('heading', { name: 'Made from' }).waitFor()
  await picture(page, 'library-lineage')
  // The tiles made room for it; the keys still work on the one that was chosen.
  await page.keyboard.press('x')
  await page.getByRole('dialog', { name: 'Convert the image' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await detail.getByRole('button', { name: /holiday-grid/ }).first().click()
  await detail.getByRole('heading', { name: 'Made from this image' }).waitFor()
  assert.equal(await detail.getByRole('listitem').count(), 4)

  await page.getByRole('searchbox').fill('fox')
  await count(page, '2 images').waitFor()
  await shown(page, 2)
  await tiles(page).first().click()
  await detail.getByRole('button', { name: 'Show its run in Compare' }).click()
  await page.getByRole('heading', { name: 'a red fox in the snow' }).waitFor()
  assert.equal(await page.locator('#compare-prompt').inputValue(), 'a red fox in the snow')
  assertQuiet(page)
})

test('throws away, undoes, and in the end the file is in the bin of the system; brought back, it is what it was', async () => {
  const page = await openLibrary()
  await shown(page, 8)
  await page.getByRole('searchbox').fill('harbour')
  await count(page, '1 image').waitFor()
  await tiles(page).first().click()
  const id = await tiles(page).first().getAttribute('data-tile')
  await page.keyboard.press('Delete')
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await count(page, '1 image').waitFor()
  await tiles(page).first().click()
  await page.keyboard.press('Delete')
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor()

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Deleted' }).click()
  await page.keyboard.press('Escape')
  await shown(page, 1)
  await picture(page, 'library-deleted')
  await page.getByRole('button', { name: "Move to the system's bin now" }).click()
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor()
  const bin = path.join(studio.folder, 'share', 'Trash', 'files')
  const [file] = readdirSync(bin)
  assert.match(file, /^\d{4}-\d\d-\d\d_poster_a-harbour-at-dusk_.{4}\.png$/)

  // As the system's file manager puts it back; the studio finds it when it starts again.
  renameSync(path.join(bin, file), path.join(studio.folder, 'data', 'deleted', file))
  await page.context().close()
  await studio.stop()
  await studio.start()
  const back = await studio.call('get_image', { img_id: id })
  assert.equal(back.prompt, 'a harbour at dusk')
  assert.deepEqual((await studio.call('list_images', { query: { text: 'harbour' } })).images.map((image) => image.id), [id])
  const bytes = await fetch(`${studio.url}/media/${id}`, { headers: { authorization: `Bearer ${studio.token}` } })
  assert.equal(bytes.status, 200)
})

test('a picture of the studio that is dragged back in has its recipe, and hands it to Compare', async () => {
  const [fox] = (await studio.call('list_images', { query: { text: 'fox' } })).images
  const page = await openLibrary()
  const exported = await page.evaluate(async (id) => [...new Uint8Array(await (await fetch(`/media/${id}?download=1`)).arrayBuffer())], fox.id)
  const dataTransfer = await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([new Uint8Array(bytes)], 'from my desktop.png', { type: 'image/png' }))
    return transfer
  }, exported)
  await page.dispatchEvent('body', 'dragover', { dataTransfer })
  await page.getByText('Drop to import').waitFor()
  await page.dispatchEvent('body', 'drop', { dataTransfer })
  await page.getByRole('button', { name: 'Use its prompt and seed' }).click()
  await page.waitForFunction(() => document.querySelector('#compare-prompt')?.value === 'a red fox in the snow')
  assertQuiet(page)
})

test('the keyboard stays with its picture when another one comes in before it', async () => {
  const page = await openLibrary()
  await tiles(page).nth(1).click()
  const id = await tiles(page).nth(1).getAttribute('data-tile')
  const added = await bringIn('late.png', product(64))
  await page.waitForFunction((first) => document.querySelector('[data-tile]').dataset.tile === first, added)
  assert.equal(await page.evaluate(() => document.activeElement.dataset.tile), id)
  await page.keyboard.press('ArrowRight')
  assert.equal(await tiles(page).nth(3).getAttribute('aria-selected'), 'true')
  await studio.call('delete_images', { img_ids: [added] })
  assertQuiet(page)
})

for (const { language, name, theme, size } of [
  { language: 'en', name: 'Library', theme: 'light', size: [1440, 900] },
  { language: 'zh', name: '图库', theme: 'dark', size: [1024, 640] },
  { language: 'ru', name: 'Библиотека', theme: 'light', size: [1024, 640] },
  { language: 'ru', name: 'Библиотека', theme: 'dark', size: [720, 450] },
]) {
  test(`speaks ${language}, ${theme}, at ${size.join('×')}, and nothing sticks out`, async () => {
    await studio.call('update_settings', { changes: { language, theme } })
    const [width, height] = size
    const page = await open(browser, studio, { width, height, theme })
    await page.keyboard.press('Control+5')
    await page.getByRole('grid', { name }).waitFor()
    await painted(page)
    await tiles(page).first().click()
    await page.keyboard.press('i')
    await page.getByRole('complementary').getByRole('heading', { level: 3 }).first().waitFor()
    for (const button of await page.getByRole('toolbar').getByRole('button').all()) await button.click({ trial: true })
    await assertFits(page)
    assert.doesNotMatch(await page.locator('body').innerText(), /\b(library|images|errors)\.\w+\.?\w*/)
    await picture(page, `library-${language}-${theme}-${width}`)
    await page.locator('main header button[aria-haspopup="dialog"]').first().click()
    await page.getByRole('dialog').waitFor()
    await assertFits(page)
    await picture(page, `library-filter-${language}-${theme}-${width}`)
    assert.equal(await chosen(page).count(), 1)
    await page.keyboard.press('Escape')
    await tiles(page).first().focus()
    await page.keyboard.press('Control+A')
    await page.getByRole('complementary').getByText(/ · /).first().waitFor()
    await assertFits(page)
    await picture(page, `library-several-${language}-${theme}-${width}`)
    assertQuiet(page)
  })
}
