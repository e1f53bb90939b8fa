import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, afterEach, before, test } from 'node:test'
import { assertFits, assertQuiet, cells, launch, open, picture, settled } from './browser.mjs'
import { busy, grid, product } from './pictures.mjs'
import { Studio } from './studio.mjs'

let studio, browser
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
  await studio.call('generate_all', { prompt: 'a harbour', selected_models: ['offline/poster', 'offline/pixel'], params: { seed: 7 } })
})
/** A page left open goes on working, and takes from those that follow. */
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))
after(async () => {
  await browser?.close()
  await studio?.close()
})

/** A message; screen readers are told it as well, which is a text of its own. */
const message = (page, text) => page.getByText(text, { exact: true })
const viewer = (page) => page.getByRole('dialog', { name: 'Full screen' })
const frames = (page) => viewer(page).getByRole('button', { name: /^Image \d+$/ })
const made = async (kind) => (await studio.call('list_images', { query: { kind } })).images

/** Brings files in by the system's dialog; the viewer opens on them. */
async function bring(page, ...files) {
  const asked = () => {
    const chooser = page.waitForEvent('filechooser', { timeout: 5000 })
    return page.keyboard.press('Control+O').then(() => chooser)
  }
  // The dialog is caught only once Chromium has been told to; on a busy machine the first key may come before that.
  const chooser = await asked().catch(asked).catch(asked)
  await chooser.setFiles(files.map(([name, buffer]) => ({ name, mimeType: 'image/png', buffer })))
  await viewer(page).waitFor()
  await page.locator('[data-original]').first().waitFor()
}

test('a grid comes apart by one key, and together again by Undo', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await bring(page, ['grid.png', grid()])
  await page.keyboard.press('s')
  await message(page, 'Split into 4').waitFor()
  assert.equal(await frames(page).count(), 5)
  await picture(page, 'split-viewer')
  const tiles = await made('split')
  assert.deepEqual(tiles.map(({ width, height }) => [width, height]), Array(4).fill([240, 240]))
  await page.getByRole('button', { name: 'Undo' }).click()
  await frames(page).first().waitFor({ state: 'detached' })
  assert.equal((await made('split')).length, 0)
  assertQuiet(page)
})

test('where no grid is sure the lines are drawn by hand, and the tiles stay with their source', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await cells(page).first().click()
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'Split the image' })
  await dialog.getByText('No grid was found').waitFor()
  // A press of Enter is all that is needed where the lines lie well.
  await dialog.locator('button:focus').getByText('Split into 4').waitFor()
  await dialog.getByLabel('Columns').fill('3')
  await dialog.getByLabel('Columns').press('Enter')
  const line = dialog.getByRole('slider', { name: 'Vertical line 2' })
  const before = Number(await line.getAttribute('aria-valuenow'))
  await line.press('Shift+ArrowRight')
  assert.equal(Number(await line.getAttribute('aria-valuenow')), before + 10)
  await picture(page, 'split-lines')
  await dialog.getByRole('button', { name: 'Split into 6' }).click()
  await dialog.waitFor({ state: 'detached' })
  const strip = cells(page).first().getByRole('list', { name: 'Made from this image' })
  await strip.waitFor()
  assert.equal(await strip.getByRole('button').count(), 7)
  const tiles = await made('split')
  const [run] = (await studio.call('list_runs', { text: '' })).runs
  const ofRun = tiles.filter(({ run_id }) => run_id === run.id)
  const widths = [...new Set(ofRun.map(({ width }) => width))].sort((a, b) => a - b)
  // Thirds of 1024, the first line 10 pixels further right.
  assert.deepEqual([before, widths], [341, [332, 341, 351]])

  // After a restart they are still in the cell of the picture they came from.
  await studio.stop()
  await studio.start()
  const again = await open(browser, studio)
  await settled(again)
  await cells(again).first().getByRole('list', { name: 'Made from this image' }).waitFor()
  assert.equal(await cells(again).first().getByRole('list').getByRole('button').count(), 7)
  await cells(again).first().click()
  await again.keyboard.press(']')
  assert.equal(await cells(again).first().getByRole('button', { name: 'Tile 1' }).getAttribute('aria-pressed'), 'true')
  assertQuiet(again)
})

test('a subject before a plain background is cut out at once, mended by the brush, and compared', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await bring(page, ['ball.png', product()])
  await page.keyboard.press('b')
  await message(page, 'Subject cut out').waitFor()
  await viewer(page).getByLabel('Background behind transparent parts').waitFor()
  await picture(page, 'cut-out')

  await page.keyboard.press('Shift+W')
  await viewer(page).getByRole('slider', { name: 'Dividing line' }).waitFor()
  await page.waitForFunction(() => document.querySelectorAll('[data-original]').length === 2)
  await picture(page, 'before-after')
  await page.keyboard.press('p')

  await page.keyboard.press('e')
  const brush = page.getByRole('dialog', { name: 'Retouch the edge' })
  const canvas = brush.locator('[data-retouch=ready]')
  await canvas.waitFor()
  const { x, y, width, height } = await canvas.boundingBox()
  const draw = async () => {
    await page.mouse.move(x + width / 2 - 60, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + width / 2 + 60, y + height / 2, { steps: 8 })
    await page.mouse.up()
  }
  await draw()
  await page.keyboard.press('Control+Z')
  assert.equal(await brush.getByRole('button', { name: 'Save as a new cut-out' }).isDisabled(), true)
  await draw()
  // What was drawn is not thrown away by a key.
  await page.keyboard.press('Escape')
  await brush.getByRole('button', { name: 'Keep painting' }).click()
  await brush.getByRole('alert').waitFor({ state: 'detached' })
  await picture(page, 'retouch')
  await brush.getByRole('button', { name: 'Save as a new cut-out' }).click()
  await brush.waitFor({ state: 'detached' })
  const cutOuts = await made('cut_out')
  assert.equal(cutOuts.length, 2)
  assert.equal(cutOuts[0].parent_id, cutOuts[1].parent_id)
  assertQuiet(page)
})

test('matting models are listed with what they are good at; what is no model is refused', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Cutting out' }).or(page.getByRole('link', { name: 'Cutting out' })).first().click()
  const model = page.getByRole('listitem', { name: 'U²-Net', exact: true })
  await model.getByRole('button', { name: 'Download' }).waitFor()
  await picture(page, 'matting-models')
  await page.locator('input[type=file][accept=".onnx"]').setInputFiles({ name: 'page.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from('<!doctype html>') })
  await page.locator('[data-selectable]').filter({ hasText: /\S/ }).last().waitFor()
  await picture(page, 'matting-refused')
  assert.equal(await page.getByRole('listitem', { name: 'page.onnx' }).count(), 0)
  // Chromium itself notes every 400.
  assert.deepEqual(page.complaints.filter((words) => !words.includes('400')), [])
})

test('what the built-in method cannot do is said, with a model in its place', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await bring(page, ['noise.png', busy()])
  await page.keyboard.press('b')
  const offer = page.getByRole('dialog', { name: 'This background is too busy for the built-in method' })
  await offer.getByRole('button', { name: 'Download' }).waitFor()
  await picture(page, 'offer')
  await offer.getByRole('button', { name: 'Cancel' }).click()
  assertQuiet(page)
})

test('converted: cropped to a shape, made smaller, in another format', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await cells(page).nth(1).click()
  await page.keyboard.press('x')
  const dialog = page.getByRole('dialog', { name: 'Convert the image' })
  await dialog.getByLabel('Crop to').click()
  await page.getByRole('option', { name: '16:9' }).click()
  await dialog.getByLabel('Width').fill('320')
  await dialog.getByLabel('Width').press('Enter')
  await dialog.getByLabel('Format').click()
  await page.getByRole('option', { name: 'WEBP' }).click()
  await dialog.getByText('320×180').waitFor()
  await picture(page, 'convert')
  await dialog.getByRole('button', { name: 'Convert', exact: true }).click()
  await message(page, 'Image converted').waitFor()
  const [image] = await made('converted')
  assert.deepEqual([image.width, image.height, image.mime_type], [320, 180, 'image/webp'])
  assertQuiet(page)
})

test('a selection goes out as a ZIP under names of its own', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await cells(page).first().click()
  await cells(page).nth(1).click({ modifiers: ['Shift'] })
  await page.getByRole('toolbar', { name: 'Selection' }).getByText('2 selected').waitFor()
  await page.keyboard.press('Control+Shift+S')
  const dialog = page.getByRole('dialog', { name: 'Export 2 images' })
  await dialog.getByLabel('File names').fill('{nonsense}')
  await dialog.getByText('There is no placeholder called nonsense').waitFor()
  await dialog.getByLabel('File names').fill('{model}_{n}')
  await dialog.getByText('poster_1.png').waitFor()
  await picture(page, 'export')
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'ZIP' }).click()
  const members = membersOf(readFileSync(await (await saved).path()))
  assert.deepEqual(members.sort(), ['index.csv', 'index.json', 'pixel_2.png', 'poster_1.png'])
  await message(page, '2 images exported').waitFor()
  assertQuiet(page)
})

/** The names in a ZIP's central directory. */
function membersOf(zip) {
  const names = []
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4)) {
    names.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)))
  }
  return names
}

test('many at once: a job with its end told, and what was unsure is looked at one by one', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await cells(page).first().focus()
  await page.keyboard.press('Control+A')
  await page.getByText(/^\d+ selected/).waitFor()
  await page.keyboard.press('s')
  await message(page, '2 images have no clear grid').waitFor()
  await page.getByRole('button', { name: 'Look' }).click()
  const dialog = page.getByRole('dialog', { name: 'Split images, 1 of 2' })
  await dialog.getByRole('button', { name: 'Skip' }).click()
  await page.getByRole('dialog', { name: 'Split images, 2 of 2' }).getByRole('button', { name: 'Skip' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assertQuiet(page)
})

test('files are dropped: on the left as references, on the right to work on', async () => {
  const page = await open(browser, studio)
  await settled(page)
  const drop = async (clientX) => {
    const dataTransfer = await page.evaluateHandle((bytes) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(bytes)], 'ball.png', { type: 'image/png' }))
      return transfer
    }, [...product(64)])
    await page.dispatchEvent('body', 'dragover', { dataTransfer, clientX, clientY: 300 })
    await page.getByText('Drop to open and work on').waitFor()
    await picture(page, 'drop')
    await page.dispatchEvent('body', 'drop', { dataTransfer, clientX, clientY: 300 })
    await page.getByText('Drop to open and work on').waitFor({ state: 'detached' })
  }
  await drop(200)
  await page.getByRole('button', { name: 'Remove reference image 1' }).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Remove reference image 1' }).click({ force: true })
  await drop(1200)
  await viewer(page).waitFor()
  await page.keyboard.press('Escape')

  // And found again, by the palette.
  await page.keyboard.press('Control+K')
  await page.keyboard.type('imported im')
  await page.keyboard.press('Enter')
  await viewer(page).waitFor()
  assert.ok((await frames(page).count()) >= 2)
  assertQuiet(page)
})

test('what another program wrote into a file is offered; what is no picture is refused by name', async () => {
  const page = await open(browser, studio)
  await settled(page)
  const parameters = 'a fox in the snow\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 4242, Size: 300x200, Model: someModel'
  await bring(page, ['fox.png', busy(300, 200, { parameters })], ['notes.png', Buffer.from('not a picture')])
  await page.getByText(/notes\.png/).first().waitFor()
  await page.getByRole('button', { name: 'Use its prompt and seed' }).click()
  await page.keyboard.press('i')
  await viewer(page).getByText('Found in the file').waitFor()
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.querySelector('#compare-prompt').value === 'a fox in the snow')
  assert.equal(await page.getByRole('spinbutton', { name: 'Seed' }).inputValue(), '4242')
  assertQuiet(page)
})

for (const { language, theme, size } of [
  { language: 'en', theme: 'light', size: [1024, 640] },
  { language: 'zh', theme: 'dark', size: [1440, 900] },
  { language: 'ru', theme: 'dark', size: [1024, 640] },
  { language: 'ru', theme: 'light', size: [1440, 900] },
]) {
  test(`looks closer in every way, in ${language}, ${theme}, at ${size.join('×')}`, async () => {
    await studio.call('update_settings', { changes: { language, theme } })
    const [width, height] = size
    const page = await open(browser, studio, { width, height })
    await settled(page)
    const name = (what) => `viewer-${what}-${language}-${theme}-${width}`
    await cells(page).first().click()
    await page.keyboard.press('Space')
    await page.locator('[data-original]').waitFor()
    // Near a corner, and in pixels: every mode goes on from where one looks.
    await page.keyboard.press('2')
    await page.mouse.move(width / 2, height / 2)
    await page.mouse.down()
    await page.mouse.move(width / 2 - 300, height / 2 - 200, { steps: 4 })
    await page.mouse.up()
    for (const [key, layers] of [['c', 2], ['w', 2], ['p', 1]]) {
      await page.keyboard.press(key)
      await page.waitForFunction((count) => document.querySelectorAll('[data-original]').length === count, layers)
    }
    await page.keyboard.press('0')
    for (const [key, mode, layers] of [['c', 'side', 2], ['w', 'slider', 2], ['o', 'overlay', 2], ['d', 'difference', 2], ['p', 'single', 1]]) {
      await page.keyboard.press(key)
      await page.waitForFunction((count) => document.querySelectorAll('[data-original]').length === count, layers)
      await assertFits(page)
      await picture(page, name(mode))
    }
    await page.keyboard.press('2')
    await page.waitForFunction(() => /200/.test(document.querySelector('[data-zoom]').textContent))
    await page.keyboard.press('l')
    await page.mouse.move(width / 2, height / 2)
    await page.locator('[data-lens]').waitFor()
    await page.keyboard.press('i')
    await assertFits(page)
    await picture(page, name('lens'))
    await page.keyboard.press('Escape')
    for (const key of ['x', 'Shift+S', 'Shift+B', 'Control+Shift+S']) {
      await cells(page).first().focus()
      await page.keyboard.press(key)
      // The last of its buttons is there once what it shows has been worked out.
      await page.getByRole('dialog').locator('button').nth(2).waitFor()
      await assertFits(page)
      assert.doesNotMatch(await page.getByRole('dialog').innerText(), /\b(tools|images|matting|common)\.\w+/)
      await picture(page, name(key))
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    assertQuiet(page)
    await page.context().close()
  })
}
