/** What assistive technology meets: axe-core finds nothing serious on any page, in either theme. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import axe from 'axe-core'
import { assertFits, launch, open, settled } from './browser.mjs'
import { Studio } from './studio.mjs'

let studio, browser
before(async () => {
  ;[studio, browser] = [await new Studio().start(), await launch()]
  await studio.provider('openai')
  await studio.provider('gemini', '--status', '401')
  await studio.call('set_custom_models', { provider: 'openai', names: ['my-own'] })
  const models = ['offline/poster', 'offline/sketch', 'gemini/gemini-3-pro-image']
  await studio.call('generate_all', { prompt: 'a harbour', selected_models: models, params: {} })
  await studio.call('update_settings', { changes: { selected_models: models, prompt_draft: 'a harbour' } })
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

async function assertAccessible(page, where) {
  // What fades in has its contrast only when it is there.
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => null))))
  await page.waitForTimeout(200)
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // Experimental: it wants all the text of a card in the card's name, which is that of its model.
      rules: { 'label-content-name-mismatch': { enabled: false } },
    }),
  )
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  assert.deepEqual(
    grave.map(({ id, nodes }) => `${where}: ${id}: ${nodes.slice(0, 4).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`),
    [],
  )
}

/** Opens it, looks, and closes it again. */
async function look(page, where, opening) {
  await opening()
  await assertAccessible(page, where)
  await page.keyboard.press('Escape')
  await page.waitForTimeout(150)
}

for (const theme of ['dark', 'light']) {
  test(`Compare and what opens over it, ${theme}`, async () => {
    await studio.call('update_settings', { changes: { theme } })
    const page = await open(browser, studio, { theme })
    await settled(page)
    await assertAccessible(page, 'compare')
    await look(page, 'palette', () => page.keyboard.press('Control+K'))
    await look(page, 'palette, searching', async () => {
      await page.keyboard.press('Control+K')
      await page.keyboard.type('gemini')
    })
    await look(page, 'shortcuts', () => page.keyboard.press('?'))
    await look(page, 'menu of a model', () => page.getByRole('checkbox', { name: 'Offline ink' }).click({ button: 'right' }))
    await look(page, 'menu of a picture', () => page.locator('[data-cell]').first().click({ button: 'right' }))
    await look(page, 'more shapes', () => page.getByRole('button', { name: 'More ratios and sizes' }).click())
    await page.locator('[data-cell]').first().click()
    await look(page, 'viewer', () => page.keyboard.press('Space'))
    await page.getByRole('button', { name: /xAI/ }).click()
    await assertAccessible(page, 'a key to be pasted')
    await page.locator('[data-cell]').first().click()
    await page.keyboard.press('a')
    await look(page, 'painter', async () => {
      await page.getByRole('button', { name: /Paint what to change|Edit the mask/ }).click()
      await page.getByRole('application').waitFor()
    })
    await page.getByRole('button', { name: /^Remove reference/ }).first().click({ force: true })
  })

  test(`the library and what opens over it, ${theme}`, async () => {
    await studio.call('update_settings', { changes: { theme } })
    const page = await open(browser, studio, { theme })
    await page.keyboard.press('Control+5')
    await page.locator('[data-tile]').first().click()
    await page.keyboard.press('i')
    await page.getByRole('complementary').waitFor()
    await assertAccessible(page, 'library')
    await look(page, 'filters', () => page.getByRole('button', { name: 'Filter', exact: true }).click())
    await look(page, 'storage', () => page.getByRole('button', { name: 'Storage' }).click())
  })

  test(`Keys, and what opens over it, ${theme}`, async () => {
    await studio.call('update_settings', { changes: { theme } })
    const page = await open(browser, studio, { theme })
    await page.keyboard.press('Control+Shift+K')
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor()
    await assertAccessible(page, 'keys')
    await look(page, 'passphrase', () => page.getByRole('button', { name: 'Set a passphrase' }).click())
    await look(page, 'export', () => page.getByRole('button', { name: 'Export…' }).click())
    await look(page, 'import', () => page.getByRole('button', { name: 'Import…' }).click())
    await page.getByRole('listitem').filter({ hasText: 'OpenAI' }).getByRole('button').first().click()
    await assertAccessible(page, 'a provider')
  })

  test(`each section of the settings, ${theme}`, async () => {
    await studio.call('update_settings', { changes: { theme } })
    const page = await open(browser, studio, { theme })
    await page.keyboard.press('Control+,')
    const sections = page.locator('main nav').getByRole('button')
    await sections.first().waitFor()
    for (const section of await sections.all()) {
      await section.click()
      await assertAccessible(page, await section.innerText())
    }
    await sections.filter({ hasText: /^Models$/ }).click()
    await page.getByRole('searchbox').fill('gpt-image-2')
    await look(page, 'source', () => page.getByRole('button', { name: 'Where this is known from: GPT Image 2', exact: true }).click())
    await look(page, 'what a model takes', () => page.getByRole('button', { name: 'What GPT Image 2 takes and costs', exact: true }).click())
  })
}

test('Refine: the start, a checklist to edit, a session with its answers', async () => {
  const page = await open(browser, studio)
  await page.keyboard.press('Control+4')
  await page.locator('#refine-goal').waitFor()
  await assertAccessible(page, 'refine')
  const roles = { writer: 'offline/writer', judge: 'offline/judge' }
  const { id } = await studio.call('create_session', { goal: 'three foxes in a snowy forest at sunrise', model: 'offline/poster', roles })
  await studio.call('update_settings', { changes: { theme: 'light' } })
  await page.reload()
  await page.locator('#compare-prompt').waitFor()
  await page.keyboard.press('Control+4')
  await page.getByRole('button', { name: /First image/ }).waitFor()
  await assertAccessible(page, 'refine, checklist')
  await studio.call('run_session', { session_id: id, iterations_count: 1 })
  await page.getByRole('button', { name: /^Accept \d/ }).waitFor()
  await assertAccessible(page, 'refine, session')
  await look(page, 'refine, history', () => page.keyboard.press('h'))
  await look(page, 'refine, whole prompt', () => page.getByRole('button', { name: 'Full text…' }).click())
  await look(page, 'refine, an answer', () => page.getByRole('gridcell').first().focus())
})

test('at a zoom of 200 % all of it is there, and nothing sticks out', async () => {
  const page = await open(browser, studio, { width: 720, height: 450 })
  await settled(page)
  for (const go of ['Control+1', 'Control+3', 'Control+5', 'Control+Shift+K', 'Control+,']) {
    await page.keyboard.press(go)
    await page.waitForTimeout(400)
    await assertFits(page)
    await assertAccessible(page, go)
    // The form's first part is in reach, not behind the prompt.
    if (go === 'Control+3') await page.getByRole('button', { name: 'Files…' }).click({ trial: true })
  }
})

for (const theme of ['dark', 'light']) {
  test(`Batch, ${theme}`, async () => {
    await studio.call('update_settings', { changes: { theme } })
    const rows = [{ hat: 'red' }, { hat: 'blue' }]
    const { id } = await studio.call('create_batch', { name: `hats, ${theme}`, prompt: 'a {hat} hat', base_image_ids: [], models: ['offline/poster'], params: { rows } })
    const page = await open(browser, studio, { theme })
    await page.keyboard.press('Control+3')
    await page.locator('#batch-prompt').fill('{name} {nothing}')
    await page.locator('textarea[aria-invalid]').waitFor()
    await assertAccessible(page, 'batch, being made')
    await studio.call('start_batch', { batch_id: id })
    await page.getByRole('button', { name: new RegExp(`^hats, ${theme}`) }).click()
    await page.getByRole('button', { name: 'Done 2' }).waitFor()
    await page.locator('[data-task="1"]').click()
    await page.keyboard.press('x')
    await page.getByRole('button', { name: 'Undo the rejection' }).waitFor()
    await assertAccessible(page, 'batch, as a table')
    await page.getByRole('radio', { name: 'Images' }).click()
    await page.locator('li[data-task] img').first().waitFor()
    await assertAccessible(page, 'batch, as pictures')
    await look(page, 'batch, export', () => page.getByRole('button', { name: 'Export…' }).click())
    await page.context().close()
  })
}
