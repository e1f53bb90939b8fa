import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, cells, launch, open, picture, settled } from './browser.mjs'
import { Studio } from './studio.mjs'

let studio, browser
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
  await studio.call('generate_all', { prompt: 'a harbour', selected_models: ['offline/poster', 'offline/sketch'], params: {} })
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

/** Waits until what has the focus has this role. */
const focusIs = (page, role) => page.locator(':focus').and(page.getByRole(role)).waitFor()

test('all of it by the keyboard alone', async () => {
  const page = await open(browser, studio)
  await page.keyboard.press('/')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('three foxes in the snow')
  await page.keyboard.press('Control+Enter')
  // Pressed again before anything has come: the same press.
  await page.keyboard.press('Control+Enter')
  // The run from before has two pictures as well.
  await page.getByRole('heading', { name: 'three foxes in the snow' }).waitFor()
  await page.getByText('2 done').waitFor()
  await settled(page)
  assert.equal((await studio.call('list_runs')).runs.length, 2)

  // From the prompt back into the canvas: its first cell is the only stop there.
  await page.getByRole('grid').waitFor()
  for (let press = 0; press < 12 && !(await page.evaluate(() => document.activeElement?.matches('[data-cell]'))); press++) {
    await page.keyboard.press('Shift+Tab')
  }
  await page.keyboard.press('ArrowRight')
  assert.equal(await cells(page).nth(1).getAttribute('aria-selected'), 'true')

  await page.keyboard.press('f')
  await cells(page).nth(1).getByLabel('Favourite', { exact: true }).waitFor()
  await page.keyboard.press('Space')
  const viewer = page.getByRole('dialog')
  await viewer.getByText('2 / 2').waitFor()
  await page.keyboard.press('ArrowRight')
  await viewer.getByText('1 / 2').waitFor()
  await page.keyboard.press('i')
  await viewer.getByText('three foxes in the snow').waitFor()
  // With a message in sight as well.
  await page.keyboard.press('Control+Shift+C')
  await page.locator('[data-toaster] li').first().waitFor()
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  // The keys go on where they were, also after a search that was given up; what is chosen there leads them elsewhere.
  await focusIs(page, 'gridcell')
  await page.keyboard.press('Control+K')
  await viewer.getByRole('combobox').waitFor()
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  await focusIs(page, 'gridcell')
  await page.keyboard.press('Control+K')
  await viewer.getByRole('combobox').fill('write in the prompt')
  await page.keyboard.press('Enter')
  await focusIs(page, 'textbox')

  await cells(page).first().focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('c')
  await viewer.getByRole('radio', { name: 'Side by side' }).waitFor()
  assert.equal(await viewer.getByRole('radio', { name: 'Side by side' }).getAttribute('aria-checked'), 'true')
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  // Of several that are chosen, the one the keyboard is at.
  await cells(page).nth(1).focus()
  await page.keyboard.press('Space')
  await viewer.getByText('2 / 2').waitFor()
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Full screen').first().waitFor()
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })

  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await focusIs(page, 'gridcell')

  // An earlier prompt, and the typing goes on in it.
  const box = page.locator('#compare-prompt')
  await box.fill('')
  await page.keyboard.press('ArrowUp')
  await page.getByRole('button', { name: 'a harbour', exact: true }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.id === 'compare-prompt')
  // Nothing takes the focus away again.
  await page.evaluate(() => new Promise((wake) => requestAnimationFrame(() => setTimeout(wake, 50))))
  await page.keyboard.type('!')
  assert.equal(await box.inputValue(), 'a harbour!')
  assertQuiet(page)
})

test('a reference is picked, shown, used and removed', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await cells(page).first().click()
  await page.keyboard.press('a')
  await page.getByRole('button', { name: 'Remove reference image 1' }).waitFor({ state: 'attached' })
  const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  await page.locator('input[type=file]').setInputFiles([
    { name: 'dot.png', mimeType: 'image/png', buffer: pixel },
    { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') },
  ])
  await page.getByText(/notes\.png/).first().waitFor()
  await page.getByRole('button', { name: 'Remove reference image 2' }).click({ force: true })
  await page.getByRole('button', { name: 'Remove reference image 2' }).waitFor({ state: 'detached' })
  assertQuiet(page)
})

for (const { language, generate, sizes } of [
  { language: 'en', generate: /^Generate/, sizes: [[1440, 900], [1024, 640]] },
  { language: 'zh', generate: /^生成/, sizes: [[1440, 900], [1024, 640]] },
  // 720×450 is 1440×900 at a zoom of 200 %, 512×320 is 1024×640.
  { language: 'ru', generate: /^Создать/, sizes: [[1440, 900], [1024, 640], [720, 450], [512, 320], [3840, 2160]] },
]) {
  test(`speaks ${language}, in both themes, and nothing sticks out`, async () => {
    for (const theme of ['dark', 'light']) {
      await studio.call('update_settings', { changes: { language, theme } })
      for (const [width, height] of sizes) {
        const page = await open(browser, studio, { width, height })
        await page.getByRole('button', { name: generate }).waitFor()
        // Lower, and there is no room for pictures above the prompt.
        if (height > 400) await settled(page)
        await assertFits(page)
        assert.doesNotMatch(await page.locator('body').innerText(), /\b(compare|images|parameters|errors)\.\w+\.?\w*/)
        await picture(page, `${language}-${theme}-${width}`)
        assertQuiet(page)
        await page.context().close()
      }
    }
  })
}

test('what is chosen is told apart where the system gives the colours', async () => {
  await studio.call('update_settings', { changes: { language: 'en', theme: 'system' } })
  const page = await open(browser, studio)
  await page.emulateMedia({ forcedColors: 'active' })
  const ground = (locator) => locator.first().evaluate((element) => getComputedStyle(element).backgroundColor)
  assert.notEqual(await ground(page.getByRole('radio', { name: 'Grid' })), await ground(page.getByRole('radio', { name: 'Slider' })))
  assert.notEqual(await ground(page.getByRole('button', { name: 'Auto' })), await ground(page.getByRole('button', { name: '4:3' })))
  const outline = (cell) => cell.evaluate((element) => getComputedStyle(element).outlineStyle)
  await cells(page).nth(1).click()
  await page.locator('#compare-prompt').focus()
  assert.notEqual(await outline(cells(page).nth(1)), await outline(cells(page).first()))
  await picture(page, 'forced-colours')
  assertQuiet(page)
})

test('the search of the models stays where it is, however far the list goes', async () => {
  const page = await open(browser, studio)
  const search = page.getByRole('searchbox', { name: 'Find a model' })
  const before = await search.boundingBox()
  await page.getByRole('region', { name: 'Models' }).locator('[aria-expanded]').last().scrollIntoViewIfNeeded()
  assert.deepEqual(await search.boundingBox(), before)
  await search.fill('poster')
  await page.getByRole('checkbox', { name: 'Offline poster' }).waitFor()
  assertQuiet(page)
})

test('a run taken from the history that lies on top leaves the focus on the page', async () => {
  const page = await open(browser, studio, { width: 1024, height: 640 })
  await settled(page)
  await cells(page).first().focus()
  await page.keyboard.press('h')
  const row = page.getByRole('region', { name: 'History' }).getByRole('button', { name: /^a harbour/ })
  await row.press('Enter')
  await row.waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.matches('main, main *'))
  assertQuiet(page)
})
