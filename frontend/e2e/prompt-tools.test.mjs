import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, launch, open, picture } from './browser.mjs'
import { Studio } from './studio.mjs'

let studio, browser
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

const prompt = (page) => page.locator('#compare-prompt')

test('a prompt is enhanced: the model is chosen once, the words are compared, taken and taken back', async () => {
  const page = await open(browser, studio)
  await prompt(page).fill('a red fox in the snow')
  await page.getByRole('button', { name: 'Enhance' }).click()
  const card = page.getByRole('region', { name: 'Enhance the prompt' })
  await card.getByText('Choose a chat model for it, once').waitFor()
  await card.getByRole('button', { name: /^Model that enhances prompts/ }).click()
  await page.getByRole('searchbox', { name: 'Find a chat model' }).fill('gemini 3.1 openrouter')
  await page.getByRole('button', { name: /Gemini 3\.1 Pro/ }).last().click()
  // There is no key yet: it can be pasted right here.
  await card.getByRole('textbox', { name: 'Key for OpenRouter' }).waitFor()
  await picture(page, 'tools-key')
  await studio.chat('openrouter', '--text', 'a rust-red fox in the deep snow, low winter sun', '--pause', '0.05')
  await card.getByRole('button', { name: 'Enhance', exact: true }).click()
  await card.getByRole('log').getByText('a rust-red', { exact: false }).waitFor()
  assert.equal(await prompt(page).inputValue(), 'a red fox in the snow')
  await card.locator('ins').first().waitFor()
  assert.match((await card.locator('ins').allTextContents()).join(' '), /deep/)
  await assertFits(page)
  await picture(page, 'tools-difference')
  await page.keyboard.press('Control+Shift+Enter')
  assert.equal(await prompt(page).inputValue(), 'a rust-red fox in the deep snow, low winter sun')
  await page.getByRole('button', { name: 'Undo' }).click()
  assert.equal(await prompt(page).inputValue(), 'a red fox in the snow')

  // From now on it is asked at once.
  await prompt(page).press('Control+e')
  await card.getByRole('button', { name: 'Edit first' }).click()
  await card.getByRole('textbox', { name: 'Edit first' }).fill('a fox of my own')
  await card.getByRole('button', { name: 'Use it' }).click()
  assert.equal(await prompt(page).inputValue(), 'a fox of my own')
  assertQuiet(page)
  await page.context().close()
})

for (const [language, sizes] of [['en', [1440, 900]], ['zh', [1024, 640]], ['ru', [1024, 640]]]) {
  test(`a prompt is translated, in ${language}; stop hangs up`, async () => {
    const id = 'openrouter/google/gemini-3.1-pro-preview'
    await studio.chat('openrouter', '--text', 'a fox in the snow '.repeat(12), '--pause', '0.03')
    await studio.call('update_settings', { changes: { language, theme: language === 'ru' ? 'light' : 'dark', translate_model: id, prompt_draft: 'лиса в снегу, вечер' } })
    const page = await open(browser, studio, { width: sizes[0], height: sizes[1] })
    await prompt(page).press('Control+Shift+E')
    const card = page.locator('[data-composer] section:has([role="log"])')
    await card.getByRole('log').getByText('a fox', { exact: false }).waitFor()
    await card.getByRole('button').last().click()
    await card.waitFor({ state: 'detached' })
    assert.equal(await prompt(page).inputValue(), 'лиса в снегу, вечер')
    await prompt(page).press('Control+Shift+E')
    await page.locator('ins').first().waitFor()
    await assertFits(page)
    await picture(page, `tools-${language}`)
    assertQuiet(page)
    await page.context().close()
  })
}

test('texts and models are set in the settings', async () => {
  await studio.call('update_settings', { changes: { language: 'en', theme: 'dark' } })
  const page = await open(browser, studio, { width: 1024, height: 640 })
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Chat and prompts' }).click()
  const section = page.getByRole('region', { name: 'Enhance' })
  await section.getByRole('textbox').fill('Be brief: {{ max_words }} words.')
  await section.getByText('not saved').waitFor()
  await section.getByRole('button', { name: 'Save' }).click()
  await section.getByText('changed', { exact: true }).waitFor()
  await section.getByText('Filled in: {{ max_words }}').waitFor()
  await assertFits(page)
  await picture(page, 'settings-words')
  await section.getByRole('button', { name: 'Back to the shipped text' }).click()
  await section.getByText('changed', { exact: true }).waitFor({ state: 'detached' })
  assertQuiet(page)
})
