import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertQuiet, launch, open, picture, settled } from './browser.mjs'
import { eventually, Studio } from './studio.mjs'

let studio, browser
before(async () => {
  ;[studio, browser] = [await new Studio().start(), await launch()]
  const { generations } = await studio.call('generate_all', { prompt: 'a harbour', selected_models: ['offline/poster'], params: {} })
  assert.equal(generations.length, 1)
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

const easel = (page) => page.getByRole('application', { name: 'Image to paint on' })
const params = async () => (await studio.call('get_settings')).params

/** The mask as the library has it: its size, and how white it is at places given in parts of it. */
const masked = (page, id, places) =>
  page.evaluate(
    async ({ id, places }) => {
      const bitmap = await createImageBitmap(await (await fetch(`/media/${id}`)).blob())
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
      const context = canvas.getContext('2d')
      context.drawImage(bitmap, 0, 0)
      const at = ([x, y]) => context.getImageData(Math.floor(x * bitmap.width), Math.floor(y * bitmap.height), 1, 1).data[0]
      return { width: bitmap.width, height: bitmap.height, white: places.map(at) }
    },
    { id, places },
  )

async function openPainter(page) {
  await settled(page)
  await page.locator('[data-cell]').first().click()
  await page.keyboard.press('a')
  await page.getByRole('button', { name: 'Paint what to change' }).click()
  await easel(page).waitFor()
}

async function stroke(page, from, to) {
  const { x, y, width, height } = await easel(page).boundingBox()
  await page.mouse.move(x + from[0] * width, y + from[1] * height)
  await page.mouse.down()
  await page.mouse.move(x + to[0] * width, y + to[1] * height, { steps: 8 })
  await page.mouse.up()
}

test('what is painted becomes the mask of the request: white where it is to change', async () => {
  const page = await open(browser, studio)
  await openPainter(page)
  await stroke(page, [0.3, 0.5], [0.7, 0.5])
  await page.keyboard.press('e')
  await stroke(page, [0.5, 0.45], [0.5, 0.55])
  await picture(page, 'mask-painted')

  // Taken back and done again, inverted and taken back.
  await page.keyboard.press('Control+Z')
  await page.keyboard.press('Control+Shift+Z')
  await page.keyboard.press('i')
  await page.keyboard.press('Control+Z')
  await page.keyboard.press('Control+Enter')
  await easel(page).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Remove the mask' }).waitFor()
  await picture(page, 'mask-on-reference')

  const mask_id = await eventually(async () => {
    const { mask_id } = await params()
    assert.ok(mask_id)
    return mask_id
  })
  const { width, height, white } = await masked(page, mask_id, [[0.3, 0.5], [0.65, 0.5], [0.5, 0.5], [0.1, 0.1]])
  assert.deepEqual([width, height, white], [1024, 1024, [255, 255, 0, 0]])

  await page.locator('#compare-prompt').fill('a lighthouse in its place')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'a lighthouse in its place' }).waitFor()
  await settled(page)
  const { runs } = await studio.call('list_runs', {})
  const { generations } = await studio.call('get_run', { run_id: runs[0].id })
  assert.equal(generations[0].asked.mask_id, mask_id)
  assertQuiet(page)
})

test('a mask is painted on again where it was left, by the keyboard alone, and goes with its picture', async () => {
  const page = await open(browser, studio)
  await page.getByRole('button', { name: 'Edit the mask' }).click()
  await easel(page).waitFor()
  await easel(page).focus()
  const { mask_id: before } = await params()
  // From the middle, where it was wiped, up and to the left.
  for (const key of ['p', 'ArrowUp', 'Shift+ArrowUp', 'Shift+ArrowUp', 'Shift+ArrowUp', 'p']) await page.keyboard.press(key)
  await page.keyboard.press('Escape')
  await page.getByText('Leave what you painted?').waitFor()
  await page.getByRole('button', { name: 'Keep painting' }).click()
  await page.keyboard.press('Control+Enter')
  await easel(page).waitFor({ state: 'detached' })
  const mask_id = await eventually(async () => {
    const { mask_id } = await params()
    assert.ok(mask_id && mask_id !== before)
    return mask_id
  })
  const { white } = await masked(page, mask_id, [[0.3, 0.5], [0.5, 0.3], [0.1, 0.9]])
  assert.deepEqual(white, [255, 255, 0])

  await page.getByRole('button', { name: 'Remove reference image 1' }).click({ force: true })
  await page.getByRole('button', { name: /mask/ }).first().waitFor({ state: 'detached' })
  await eventually(async () => assert.equal((await params()).mask_id, null))
  assertQuiet(page)
})

test('an empty mask is none; a model that takes none says so', async () => {
  const page = await open(browser, studio)
  await openPainter(page)
  await stroke(page, [0.4, 0.4], [0.6, 0.6])
  await page.getByRole('button', { name: 'Clear all' }).click()
  await page.getByRole('button', { name: 'Use this mask' }).click()
  await easel(page).waitFor({ state: 'detached' })
  await eventually(async () => assert.equal((await params()).mask_id, null))

  await page.getByRole('button', { name: 'Paint what to change' }).click()
  await stroke(page, [0.4, 0.4], [0.6, 0.6])
  await page.getByRole('button', { name: 'Use this mask' }).click()
  await easel(page).waitFor({ state: 'detached' })
  await studio.provider('gemini')
  await page.getByRole('checkbox', { name: 'Gemini 3 Pro Image', exact: true }).click()
  await page.getByText(/^Mask .*Gemini 3 Pro Image/).waitFor()
  await picture(page, 'mask-not-taken')
  assertQuiet(page)
})

test('touch paints with one finger and zooms with two', async () => {
  const context = await browser.newContext({ viewport: { width: 1024, height: 640 }, hasTouch: true, locale: 'en-US' })
  const page = await context.newPage()
  await page.goto(`${studio.url}/?token=${studio.token}`)
  await page.getByRole('button', { name: /Edit the mask|Paint what to change/ }).click()
  await easel(page).waitFor()
  const { x, y, width, height } = await easel(page).boundingBox()
  const [cx, cy] = [x + width / 2, y + height / 2]
  const touch = await context.newCDPSession(page)
  const send = (type, ...points) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([px, py], id) => ({ x: px, y: py, id })) })
  await send('touchStart', [cx - 40, cy])
  await send('touchStart', [cx - 40, cy], [cx + 40, cy])
  for (let step = 1; step <= 6; step++) await send('touchMove', [cx - 40 - 8 * step, cy], [cx + 40 + 8 * step, cy])
  await send('touchEnd')
  await page.waitForFunction(() => /1[3-9]\d %|2\d\d %/.test(document.body.innerText))
  assert.equal(await page.getByRole('button', { name: 'Undo' }).isDisabled(), true)
  await send('touchStart', [cx, cy])
  await send('touchMove', [cx + 30, cy + 10])
  await send('touchEnd')
  assert.equal(await page.getByRole('button', { name: 'Undo' }).isDisabled(), false)
  await picture(page, 'mask-touch')
  await context.close()
})
