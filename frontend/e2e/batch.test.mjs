import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, launch, open, picture } from './browser.mjs'
import { product } from './pictures.mjs'
import { Service } from './service.mjs'
import { eventually, Studio } from './studio.mjs'

const FILES = Array.from({ length: 6 }, (_, index) => ({ name: `shoe-${index + 1}.png`, mimeType: 'image/png', buffer: product(200 + index) }))
const TABLE = { name: 'shoes.csv', mimeType: 'text/csv', buffer: Buffer.from('sku;colour\nshoe-1;red\nshoe-2;blue\nshoe-3;=2+2\n') }

let studio, service, browser
before(async () => {
  service = await new Service().start()
  studio = await new Studio().start()
  browser = await launch()
  await studio.call('save_config', { provider: 'gemini', key: 'sk-journey-0000-canary-1234', url: service.url })
  await studio.call('update_settings', { changes: { selected_models: ['offline/poster'] } })
})
after(async () => {
  await browser?.close()
  await studio?.close()
  service?.close()
})

async function openBatch(page) {
  await page.keyboard.press('Control+3')
  await page.locator('#batch-prompt').waitFor()
}

/** Lets files go over the page, as from the system's file manager. */
async function drop(page, files) {
  const carried = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer()
    for (const { name, type, bytes } of all) transfer.items.add(new File([Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))], name, { type }))
    return transfer
  }, files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, bytes: buffer.toString('base64') })))
  await page.dispatchEvent('main', 'dragover', { dataTransfer: carried })
  await page.dispatchEvent('main', 'drop', { dataTransfer: carried })
}

const prompt = (page) => page.getByRole('textbox', { name: 'Prompt for every task' })
const start = (page, words) => page.getByRole('button', { name: words }).click()
const rows = (page) => page.getByRole('table', { name: 'Tasks' }).locator('[data-task]')
const stateOf = (page, words) => page.getByRole('navigation', { name: 'Batches' }).getByText(words, { exact: true }).first().waitFor()

test('dropped files through one prompt: a trial, the rest, marks, and away with a report', async () => {
  const page = await open(browser, studio)
  await openBatch(page)
  await picture(page, 'batch-empty')
  await drop(page, FILES)
  await page.getByText('6 images', { exact: true }).waitFor()
  await prompt(page).fill('{name} on a table, {colour} light')
  await page.getByText('Unknown placeholder: {colour}', { exact: false }).first().waitFor()
  await picture(page, 'batch-unknown')
  await prompt(page).fill('{name} on a table, number {n}')
  await page.getByText('shoe-2 on a table, number 2').waitFor()
  await page.getByRole('button', { name: 'Resize, convert' }).click()
  await page.getByRole('spinbutton', { name: 'Width' }).fill('64')
  await page.getByRole('spinbutton', { name: 'Width' }).press('Enter')
  await assertFits(page)
  await picture(page, 'batch-make')
  // What is being made outlives the page.
  await eventually(async () => assert.equal((await studio.call('get_batch_draft')).follow_ups?.[0]?.options.width, 64))
  await page.reload()
  await page.locator('#compare-prompt').waitFor()
  await openBatch(page)
  await page.getByText('6 images', { exact: true }).waitFor()
  assert.equal(await prompt(page).inputValue(), '{name} on a table, number {n}')
  assert.equal(await page.getByRole('spinbutton', { name: 'Width' }).inputValue(), '64')

  await start(page, 'Try 3 first')
  await page.getByText('The trial is done').waitFor()
  await picture(page, 'batch-trial')
  await start(page, 'Continue with 3 tasks')
  await stateOf(page, 'Done')
  await page.getByRole('button', { name: /^Done 6/ }).waitFor()
  await rows(page).nth(5).locator('canvas').nth(1).waitFor()

  await page.keyboard.press('j')
  await page.keyboard.press('1')
  await page.getByRole('complementary', { name: 'The task' }).getByRole('button', { name: 'Result 1: favourite or not', pressed: true }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByRole('button', { name: 'Undo the rejection' }).waitFor()
  await assertFits(page)
  await picture(page, 'batch-table')
  await page.keyboard.press('c')
  await page.locator('[data-mode="slider"]').waitFor()
  await picture(page, 'batch-slider')
  await page.keyboard.press('Escape')
  await page.getByRole('radio', { name: 'Images' }).click()
  await page.locator('li[data-task] img').nth(5).waitFor()
  await picture(page, 'batch-grid')

  await page.getByRole('button', { name: 'Export…' }).click()
  await page.getByRole('dialog').waitFor()
  await picture(page, 'batch-export')
  const download = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: 'ZIP' }).click()
  assert.match((await download).suggestedFilename(), /_5\.zip$/)
  assertQuiet(page)
  await page.context().close()
})

test('a table makes the tasks; what failed says why and is asked again with other words', async () => {
  await studio.call('update_settings', { changes: { selected_models: ['gemini/gemini-2.5-flash-image'] } })
  service.next = [400]
  const page = await open(browser, studio)
  await openBatch(page)
  await drop(page, [TABLE])
  await page.getByText('3 rows', { exact: true }).waitFor()
  await page.getByRole('button', { name: '{colour}' }).click()
  await page.keyboard.press('End')
  await page.keyboard.type(' shoe {sku}')
  await page.getByText('blue shoe shoe-2').waitFor()
  await page.getByRole('spinbutton', { name: /Maximum requests at once/ }).fill('1')
  await prompt(page).focus()
  await page.getByRole('button', { name: /^Start 3 tasks/ }).and(page.locator(':enabled')).waitFor()
  await picture(page, 'batch-table-made')
  await page.keyboard.press('Control+Enter')
  await stateOf(page, 'Done')
  await page.getByRole('button', { name: /^Failed 1/ }).click()
  await rows(page).first().click()
  await picture(page, 'batch-failed')
  await page.getByRole('button', { name: 'With another prompt…' }).click()
  await page.getByRole('textbox', { name: 'Prompt of this task' }).fill('a plain red shoe')
  await page.getByRole('button', { name: 'Ask with this prompt' }).click()
  await page.getByRole('button', { name: /^Done 3/ }).waitFor()

  await page.getByRole('button', { name: 'More for this batch' }).click()
  await page.getByRole('menuitem', { name: 'Make another like it' }).click()
  await page.getByText('shoes.csv', { exact: true }).waitFor()
  await page.getByText('blue shoe shoe-2').waitFor()
  await page.getByRole('button', { name: /^Start 3 tasks/ }).and(page.locator(':enabled')).waitFor()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await prompt(page).fill('')
  assertQuiet(page)
  await page.context().close()
})

test('it goes on while the page is loaded anew, pauses and goes on; fifty thousand tasks scroll smoothly', async () => {
  const lines = Array.from({ length: 50_000 }, (_, index) => ({ sku: `shoe-${index}` }))
  const asked = { prompt: 'shoe {sku}', base_image_ids: [], models: ['gemini/gemini-2.5-flash-image'], params: { rows: lines, at_once: { gemini: 1 }, per_minute: { gemini: 60 } } }
  const { id } = await studio.call('create_batch', { name: 'fifty thousand', ...asked })
  const page = await open(browser, studio)
  await openBatch(page)
  await page.getByRole('button', { name: /^fifty thousand/ }).click()
  await page.getByRole('button', { name: /^Start · \$[\d,.]+$/ }).click()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await page.getByRole('button', { name: /^Done \d/ }).waitFor()
  await page.reload()
  await page.locator('#compare-prompt').waitFor()
  await openBatch(page)
  await page.getByRole('navigation').getByLabel(/tasks to do/).waitFor()
  await page.getByRole('button', { name: /^fifty thousand/ }).click()
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  assert.equal((await studio.call('get_batch', { batch_id: id, limit: 1 })).state, 'paused')

  const list = page.getByRole('table', { name: 'Tasks' })
  const seen = await list.evaluate(async (table) => {
    const scroller = table.parentElement
    const frames = []
    let rows = 0
    let last = performance.now()
    for (let step = 1; step <= 60; step++) {
      scroller.scrollTop = (scroller.scrollHeight * step) / 60
      await new Promise((painted) => requestAnimationFrame(painted))
      frames.push(performance.now() - last)
      last = performance.now()
      rows = Math.max(rows, table.querySelectorAll('[data-task]').length)
    }
    return { rows, middle: frames.sort((a, b) => a - b)[30] }
  })
  assert.ok(seen.rows < 80, `${seen.rows} rows are in the page`)
  // Many times what it takes on a machine of its own: what must not be is a page that stands still.
  assert.ok(seen.middle < 500, `a frame takes ${seen.middle} ms`)
  await list.locator('[data-task="49999"]').getByText('50000').waitFor()
  await picture(page, 'batch-fifty-thousand')
  await page.getByRole('searchbox', { name: 'Search' }).fill('shoe-49998')
  await page.getByRole('button', { name: /^All/ }).waitFor()
  await list.locator('[data-task="0"]').getByText('49999').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await stateOf(page, 'Cancelled')
  assertQuiet(page)
  await page.context().close()
})

for (const locale of ['en-US', 'zh-CN', 'ru-RU']) {
  for (const theme of ['dark', 'light']) {
    test(`it fits in ${locale}, ${theme}`, async () => {
      await studio.call('update_settings', { changes: { language: locale.slice(0, 2), theme } })
      const page = await open(browser, studio, { width: 1024, height: 640 })
      await openBatch(page)
      await page.locator('#batch-prompt').fill('{name} {nothing}')
      await page.locator('textarea[aria-invalid]').waitFor()
      await assertFits(page)
      await picture(page, `batch-make-1024-${locale}-${theme}`)
      await page.locator('nav ul button').last().click()
      await page.locator('[data-task]').nth(1).click()
      await page.locator('aside img').first().waitFor()
      await assertFits(page)
      await picture(page, `batch-1024-${locale}-${theme}`)
      await page.setViewportSize({ width: 1440, height: 900 })
      await assertFits(page)
      await picture(page, `batch-1440-${locale}-${theme}`)
      assertQuiet(page)
      await page.context().close()
    })
  }
}
