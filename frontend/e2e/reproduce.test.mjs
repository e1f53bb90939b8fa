import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, launch, open, picture } from './browser.mjs'
import { Studio } from './studio.mjs'

const WORDS =
  'A lighthouse stands on a dark headland at dusk, its beam sweeping left through thin fog above layered indigo hills. Flat painterly shapes, muted palette of five tones, wide calm sky, warm rim light on the ridges.'

let studio, browser, file
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
  await studio.chat('openrouter', '--text', WORDS, '--pause', '0.03', '--limited', '1', '--cut', '6')
  const { run_id } = await studio.call('generate_all', { prompt: 'a harbour', selected_models: ['offline/poster'], params: {} })
  const id = await imageOf(run_id)
  const answer = await fetch(`${studio.url}/media/${id}`, { headers: { authorization: `Bearer ${studio.token}` } })
  file = { name: 'harbour.png', mimeType: 'image/png', buffer: Buffer.from(await answer.arrayBuffer()) }
  await studio.call('update_settings', { changes: { selected_models: ['offline/poster', 'offline/sketch'] } })
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

async function imageOf(run_id) {
  for (;;) {
    const [generation] = (await studio.call('get_run', { run_id })).generations
    if (generation.image_ids.length > 0) return generation.image_ids[0]
    await new Promise((wake) => setTimeout(wake, 50))
  }
}

const prompt = (page) => page.getByRole('textbox', { name: 'Image prompt' })

async function bringIn(page) {
  await page.getByRole('button', { name: 'Reproduce' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files…' }).click()
  await (await chooser).setFiles([file])
  await page.getByRole('img', { name: 'The image to describe' }).waitFor()
}

test('a picture becomes a prompt, and the prompt pictures beside it', async () => {
  const page = await open(browser, studio)
  await bringIn(page)
  await page.getByRole('button', { name: /^Describe/ }).click()
  // The provider is busy: that is said, and waited out.
  await page.getByText('try 2 of 4 in').waitFor()
  // The stream is cut after six words: what came is kept, nothing moves yet.
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  await page.getByRole('log').getByText('A lighthouse stands on a dark', { exact: false }).waitFor()
  assert.equal(await prompt(page).inputValue(), '')
  await picture(page, 'reproduce-cut')

  await page.getByRole('button', { name: /^Ask again/ }).click()
  await page.getByRole('log').getByText('its beam sweeping', { exact: false }).waitFor()
  assert.equal(await prompt(page).inputValue(), '')
  await picture(page, 'reproduce-writing')
  await page.waitForFunction((words) => [...document.querySelectorAll('textarea')].some(({ value }) => value === words), WORDS)

  await page.keyboard.press('Control+Enter')
  await page.locator('[data-result] img').nth(1).waitFor()
  await page.getByText(/^\d+ ?% alike$/).nth(1).waitFor()
  await assertFits(page)
  await picture(page, 'reproduce-done')
  for (const mode of ['Slider', 'Difference']) {
    await page.getByRole('radio', { name: mode }).click()
    await page.locator(`[data-mode="${mode.toLowerCase()}"]`).waitFor()
    await picture(page, `reproduce-${mode.toLowerCase()}`)
  }
  await page.getByRole('radio', { name: 'Grid' }).click()

  // Reopened whole from the history, after a reload.
  await page.reload()
  await page.getByRole('button', { name: 'Reproduce' }).click()
  await page.getByRole('button', { name: 'Earlier descriptions' }).click()
  await page.getByRole('searchbox', { name: 'Search in the texts' }).fill('lighthouse')
  await picture(page, 'reproduce-history')
  await page.getByRole('list', { name: 'Earlier descriptions' }).getByRole('button').first().click()
  await page.locator('[data-result] img').nth(1).waitFor()
  assert.equal(await prompt(page).inputValue(), WORDS)
  assertQuiet(page)
})

test('what the user writes is never written over, but the words are offered; stop keeps what came', async () => {
  const page = await open(browser, studio)
  await bringIn(page)
  await page.getByRole('button', { name: /^Describe/ }).click()
  await page.getByRole('log').getByText('A lighthouse', { exact: false }).waitFor()
  await prompt(page).fill('my own words')
  await page.getByRole('button', { name: 'Use it' }).waitFor()
  assert.equal(await prompt(page).inputValue(), 'my own words')
  await picture(page, 'reproduce-offer')
  await page.getByRole('button', { name: 'Use it' }).click()
  assert.equal(await prompt(page).inputValue(), WORDS)

  await page.getByRole('button', { name: /^Describe again/ }).click()
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor()
  await page.getByRole('log').getByText('A lighthouse', { exact: false }).waitFor()
  await page.keyboard.press('Control+.')
  await page.getByText('Stopped. What arrived is kept.').waitFor()
  assert.equal(await prompt(page).inputValue(), '')

  // Asked for as JSON it answers in prose: that is said, and it can be asked again.
  await page.getByRole('radio', { name: 'JSON' }).click()
  await page.getByRole('button', { name: /^Describe again/ }).click()
  await page.getByText('This is not a whole JSON object.').waitFor()
  await page.getByRole('button', { name: /^Ask again/ }).waitFor()
  await picture(page, 'reproduce-flaw')
  await page.getByRole('radio', { name: 'Text', exact: true }).click()

  await page.getByRole('button', { name: 'What will be sent' }).click()
  await page.getByRole('dialog').getByText('sent as it is').waitFor()
  await picture(page, 'reproduce-sent')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Prompts…' }).click()
  const dialog = page.getByRole('dialog')
  const text = dialog.getByRole('textbox', { name: 'Description: user prompt' })
  await text.fill('Fine.\n{% if %}')
  const section = dialog.getByRole('region', { name: 'Description: user prompt' })
  await section.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('look at line 2').waitFor()
  await picture(page, 'reproduce-prompts')
  await text.fill('Only the colours, {{ language }}.')
  await section.getByRole('button', { name: 'Save' }).click()
  await section.getByRole('button', { name: 'Back to the shipped text' }).click()
  await section.getByText('changed', { exact: true }).waitFor({ state: 'detached' })
  assertQuiet(page)
})

for (const [locale, name] of [['en-US', 'Reproduce'], ['zh-CN', '复现'], ['ru-RU', 'Воссоздание']]) {
  for (const theme of ['dark', 'light']) {
    test(`it fits in ${locale}, ${theme}`, async () => {
      await studio.call('update_settings', { changes: { language: locale.slice(0, 2), theme } })
      const page = await open(browser, studio, { width: 1024, height: 640 })
      await page.getByRole('button', { name, exact: true }).click()
      await picture(page, `reproduce-empty-${locale}-${theme}`)
      await page.locator('[data-sources]').waitFor()
      await page.keyboard.press('h')
      await page.getByRole('dialog').getByRole('listitem').getByRole('button').last().click()
      await page.locator('[data-result] img').nth(1).waitFor()
      await page.getByText(/%/).first().waitFor()
      await assertFits(page)
      await picture(page, `reproduce-1024-${locale}-${theme}`)
      await page.setViewportSize({ width: 1440, height: 900 })
      await assertFits(page)
      await picture(page, `reproduce-1440-${locale}-${theme}`)
      assertQuiet(page)
      await page.context().close()
    })
  }
}
