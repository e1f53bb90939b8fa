/** A matrix: one prompt with variations, its size and price before the click, its pictures in rows and columns. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { assertFits, assertQuiet, cells, launch, open, picture, settled } from './browser.mjs'
import { Studio } from './studio.mjs'

let studio, browser
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
  await studio.call('update_settings', { changes: { selected_models: ['offline/poster', 'offline/sketch'], prompt_draft: 'a {red|grey} fox', params: { size: '512x512' } } })
})
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))
after(async () => {
  await browser?.close()
  await studio?.close()
})

test('a value with a comma stands in quotes or on a line of its own, and is counted before anything is paid', async () => {
  const page = await open(browser, studio)
  await page.getByRole('button', { name: 'Matrix…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Matrix' })
  await dialog.getByRole('button', { name: 'Vary a parameter' }).click()
  await dialog.getByRole('combobox', { name: 'Parameter' }).click()
  await page.getByRole('option', { name: 'Negative prompt' }).click()
  const values = dialog.getByRole('textbox', { name: 'Values' })
  await values.fill('"red, glossy", blue')
  await dialog.getByText('2 values').nth(1).waitFor()
  await dialog.getByText('red, glossy · blue').waitFor()
  await values.fill('red, glossy\nblurry\ntext, watermark')
  await dialog.getByText('3 values').waitFor()
  await dialog.getByText('red, glossy · blurry · text, watermark').waitFor()
  await values.fill('"", blurry')
  await dialog.getByText('(empty) · blurry').waitFor()
  await picture(page, 'matrix-values')
  assertQuiet(page)
})

test('words and seeds make a table, model by model', async () => {
  const page = await open(browser, studio)
  await page.getByRole('button', { name: 'Matrix…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Matrix' })
  await dialog.getByText('2 · 2 models · 4 images').waitFor()
  await dialog.getByRole('button', { name: 'Vary a parameter' }).click()
  await dialog.getByRole('textbox', { name: 'Values' }).fill('1, 2, many')
  await dialog.getByText('Seed does not take “many”.').waitFor()
  assert.ok(await dialog.getByRole('button', { name: /^Generate/ }).isDisabled())
  await dialog.getByRole('textbox', { name: 'Values' }).fill('1, 2')
  await dialog.getByText('2 × 2 · 2 models · 8 images').waitFor()
  await picture(page, 'matrix-dialog')
  await dialog.getByRole('button', { name: /^Generate 8/ }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('8 done').waitFor()
  await settled(page)
  assert.equal(await cells(page).count(), 4)
  assert.deepEqual(await page.getByRole('columnheader').allInnerTexts(), ['Words \\ Seed', '1', '2'])
  assert.deepEqual(await page.getByRole('rowheader').allInnerTexts(), ['red', 'grey'])
  await picture(page, 'matrix')
  await cells(page).first().click()
  await page.keyboard.press('ArrowDown')
  assert.equal(await cells(page).nth(2).getAttribute('aria-selected'), 'true')
  await page.keyboard.press('Space')
  await page.getByRole('dialog', { name: 'Full screen' }).waitFor()
  await page.keyboard.press('i')
  await page.getByRole('dialog').getByText('a grey fox', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('radio', { name: 'Offline sketch' }).click()
  await settled(page)
  assert.equal(await cells(page).count(), 4)
  assertQuiet(page)
})

for (const { language, button, add, size } of [
  { language: 'zh', button: '矩阵…', add: '变化一个参数', size: [1440, 900] },
  { language: 'ru', button: 'Матрица…', add: 'Менять параметр', size: [1024, 640] },
]) {
  test(`speaks ${language} at ${size.join('×')}, and nothing sticks out`, async () => {
    await studio.call('update_settings', { changes: { language } })
    const [width, height] = size
    const page = await open(browser, studio, { width, height, theme: 'light' })
    await settled(page)
    await picture(page, `matrix-${language}`)
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('dialog').getByText(/2 · |2 × /).first().waitFor()
    await page.getByRole('button', { name: add }).click()
    await assertFits(page)
    assert.doesNotMatch(await page.locator('body').innerText(), /\b(matrix|images|errors|parameters)\.\w+\.?\w*/)
    await picture(page, `matrix-dialog-${language}`)
    assertQuiet(page)
  })
}
