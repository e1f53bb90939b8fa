import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertQuiet, cellOf, launch, open, picture, settled } from './browser.mjs'
import { eventually, Studio } from './studio.mjs'

let studio, browser
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
  await studio.provider('custom_openai', '--delay', '600')
  await studio.call('set_custom_models', { provider: 'custom_openai', names: ['slow-model'] })
  await studio.provider('openai', '--status', '500')
  await studio.provider('gemini', '--status', '401')
  await studio.call('update_settings', {
    changes: {
      prompt_draft: 'a lighthouse',
      selected_models: ['offline/poster', 'custom_openai/slow-model', 'openai/gpt-image-2', 'gemini/gemini-3-pro-image'],
    },
  })
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

test('a slow and a failing model hold up nobody; cancel, retry, and a key pasted in place', async () => {
  const page = await open(browser, studio)
  await page.getByRole('button', { name: /^Generate 4/ }).click()

  const [poster, slow, failing, refused] = ['Offline poster', 'slow-model', 'GPT Image 2', 'Gemini 3 Pro Image'].map((model) => cellOf(page, model))
  await settled(page)
  await poster.locator('img').waitFor()
  await failing.getByRole('button', { name: 'Retry' }).waitFor()
  await slow.getByRole('button', { name: 'Cancel' }).waitFor()
  await picture(page, 'slow-and-failing')
  assert.doesNotMatch(await page.content(), /canary/)

  await slow.getByRole('button', { name: 'Cancel' }).press('Enter')
  await slow.getByRole('button', { name: 'Generate again' }).waitFor()
  // The button is gone; the keys go on at its card, which says what became of it.
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'slow-model, cancelled')

  await studio.provider('openai')
  await failing.getByRole('button', { name: 'Retry' }).press('Enter')
  await failing.locator('img').waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'GPT Image 2')

  await studio.provider('gemini')
  await refused.getByRole('button', { name: 'Paste a key' }).click()
  await page.getByRole('dialog').getByRole('textbox').first().fill('sk-journey-another-9876')
  await page.getByRole('dialog').getByRole('button', { name: 'Save and check' }).click()
  await refused.locator('img').waitFor()
  await settled(page)
  await picture(page, 'mended')
  assert.doesNotMatch(await page.content(), /canary|another-9876/)
  assertQuiet(page)
})

test('several runs at once: the new one is shown, the old goes on, a reload finds both', async () => {
  const page = await open(browser, studio)
  await page.getByRole('checkbox', { name: 'GPT Image 2', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Gemini 3 Pro Image', exact: true }).click()
  await page.locator('#compare-prompt').fill('a slow harbour')
  await page.keyboard.press('Control+Enter')
  await cellOf(page, 'slow-model').getByRole('button', { name: 'Cancel' }).waitFor()

  await page.getByRole('checkbox', { name: 'slow-model' }).click()
  await page.locator('#compare-prompt').fill('a quick fox')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'a quick fox' }).waitFor()
  await settled(page)
  await page.getByText('1 running').waitFor()

  await page.reload()
  await page.getByText('1 running').waitFor()
  await page.getByRole('button', { name: /a slow harbour/ }).click()
  await cellOf(page, 'slow-model').getByRole('button', { name: 'Cancel' }).click()
  await cellOf(page, 'slow-model').getByRole('button', { name: 'Generate again' }).waitFor()
  assert.equal(await page.locator('#compare-prompt').inputValue(), 'a slow harbour')
  assertQuiet(page)
})

test('killed in the middle of a paid call: unknown, said so, and let go', async () => {
  const page = await open(browser, studio)
  await page.locator('#compare-prompt').fill('a lost letter')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'a lost letter' }).waitFor()
  await cellOf(page, 'slow-model').getByText('running', { exact: true }).waitFor()
  await eventually(async () => {
    const { runs } = await studio.call('list_runs')
    const { generations } = await studio.call('get_run', { run_id: runs[0].id })
    assert.equal(generations.find(({ model }) => model === 'custom_openai/slow-model').attempts.at(-1)?.state, 'sent')
  })
  await page.close()
  await studio.stop('SIGKILL')
  await studio.start()

  const again = await open(browser, studio)
  const cell = cellOf(again, 'slow-model')
  await cell.getByRole('button', { name: /^Send again/ }).waitFor()
  await picture(again, 'unknown')
  await cell.getByRole('button', { name: 'Let it go' }).click()
  await cell.getByRole('button', { name: 'Generate again' }).waitFor()
  assertQuiet(again)
})
