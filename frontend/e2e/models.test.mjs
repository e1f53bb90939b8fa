import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, launch, open, picture } from './browser.mjs'
import { answers, Service } from './service.mjs'
import { eventually, Studio } from './studio.mjs'

let studio, browser
before(async () => {
  ;[studio, browser] = [await new Studio().start(), await launch()]
  await studio.provider('openai')
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

const goToModels = async (page) => {
  await page.keyboard.press('Control+K')
  await page.keyboard.type('Settings: Models')
  await page.keyboard.press('Enter')
  await page.locator('#settings-title').waitFor()
}
const line = (page, text) => page.getByRole('listitem').filter({ hasText: text })

test('a scrollbar beside the models moves no price', async () => {
  // Without this Chromium draws none where nobody looks.
  const seen = await launch({ ignoreDefaultArgs: ['--hide-scrollbars'] })
  try {
    const page = await open(seen, studio, { width: 1024, height: 640 })
    const row = page.getByRole('checkbox', { name: 'Offline poster' })
    const list = page.locator('[aria-labelledby="models-title"]')
    await row.waitFor()
    const scroller = list.locator('.overflow-y-auto')
    assert.deepEqual(await scroller.evaluate((place) => [place.offsetWidth > place.clientWidth, place.scrollWidth > place.clientWidth + 5]), [true, false])
    const rightOf = async (place) => Math.round(await place.evaluate((element) => element.getBoundingClientRect().right))
    const price = list.getByText('free', { exact: true }).first()
    await picture(page, 'models-scrollbar')
    assert.equal(await rightOf(price), await rightOf(list.getByRole('searchbox')))
    const before = await rightOf(price)
    await list.getByRole('searchbox').fill('poster')
    await eventually(async () => assert.equal(await scroller.evaluate((place) => place.offsetWidth > place.clientWidth), false))
    assert.equal(await rightOf(price), before)
    assertQuiet(page)
  } finally {
    await seen.close()
  }
})

test('a model is hidden from the list, found among the hidden, and shown again', async () => {
  const page = await open(browser, studio)
  const row = page.getByRole('checkbox', { name: 'GPT Image 2', exact: true })
  await row.waitFor()
  await row.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Hide from the list' }).click()
  await row.waitFor({ state: 'detached' })
  await page.getByText('GPT Image 2 is hidden from the lists.').first().waitFor()

  await goToModels(page)
  await page.getByRole('button', { name: /^Hidden 1/ }).click()
  await picture(page, 'models-hidden')
  await page.getByRole('button', { name: 'Show GPT Image 2', exact: true }).click()
  await page.getByText('No model is hidden.').waitFor()
  await page.keyboard.press('Control+1')
  await row.waitFor()

  // The same from the palette.
  await page.keyboard.press('Control+K')
  await page.keyboard.type('Hide GPT Image 2')
  await page.getByRole('option', { name: /^Hide GPT Image 2 OpenAI$/ }).click()
  await row.waitFor({ state: 'detached' })
  await page.getByRole('listitem').filter({ hasText: 'is hidden from the lists' }).getByRole('button', { name: 'Undo' }).last().click()
  await row.waitFor()
  assertQuiet(page)
})

for (const [width, height] of [[1024, 640], [1440, 900]]) {
  test(`messages lie neither over the buttons of a dialog nor over its way out, at ${width}×${height}`, async () => {
    const page = await open(browser, studio, { width, height })
    await goToModels(page)
    for (const name of ['GPT Image 2', 'GPT Image 1.5', 'GPT Image 1 mini']) await page.getByRole('button', { name: `Hide ${name}`, exact: true }).click()
    const messages = page.locator('[data-toaster] > li')
    await messages.nth(2).waitFor()
    await page.getByRole('button', { name: 'What GPT Image 2 takes and costs', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Cancel' }).waitFor()
    await picture(page, `messages-over-a-dialog-${width}`)
    const covered = await dialog.locator('[data-actions], [data-closes]').evaluateAll((ways) => {
      const over = [...document.querySelectorAll('[data-toaster] > li')].map((message) => message.getBoundingClientRect())
      const touches = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
      return ways.map((way) => over.some((message) => touches(message, way.getBoundingClientRect())))
    })
    assert.equal(await messages.count(), 3)
    assert.deepEqual(covered, [false, false])
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    for (const model of await studio.call('list_model_overrides').then(Object.keys)) await studio.call('set_model_override', { model, override: { hidden: false } })
    await page.close()
  })
}

// English last: those below speak it.
for (const [language, width, title] of [['ru', 1024, 'Что будет отправлено'], ['zh', 1024, '将发送的内容'], ['en', 1440, 'What will be sent']]) {
  test(`what will be sent is shown word for word before the click, in ${language}`, async () => {
    const changes = { language, prompt_draft: 'a red "kite"', selected_models: ['openai/gpt-image-2', 'offline/poster'], params: { size: '1920x1080', seed: 7, n: 2 } }
    await studio.call('update_settings', { changes })
    const page = await open(browser, studio, { width, height: width === 1024 ? 640 : 900, theme: language === 'ru' ? 'light' : 'dark' })
    await page.getByRole('gridcell').or(page.getByRole('heading', { level: 2 })).first().waitFor()
    await page.locator('[data-composer]').getByRole('button', { name: /2|4/ }).last().waitFor()
    await page.keyboard.press('Shift+V')
    const dialog = page.getByRole('dialog', { name: title })
    const request = dialog.locator('[data-request="openai/gpt-image-2"]')
    await request.getByText('"prompt": "a red \\"kite\\""').waitFor()
    await request.getByText(/1920×1080 → 2048×1152/).waitFor()
    await request.getByText(/^POST http.*\/images\/generations/).waitFor()
    assert.doesNotMatch(await page.content(), /canary/)
    await assertFits(page)
    await picture(page, `sent-${language}`)
    assert.equal((await studio.call('list_runs', {})).total, 0)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    assertQuiet(page)
    await page.context().close()
  })
}

test('a price and what a model takes are set by hand, shown where they differ, and given back to the catalogue', async () => {
  const page = await open(browser, studio)
  await goToModels(page)
  await page.getByRole('searchbox').fill('openai gpt-image-2')
  await page.getByRole('button', { name: 'What GPT Image 2 takes and costs', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('One image, high').fill('0,3')
  await dialog.getByLabel('Images per call').fill('99')
  assert.equal(await dialog.getByRole('button', { name: 'Save' }).isDisabled(), true)
  await dialog.getByLabel('Images per call').fill('3')
  await dialog.getByLabel('Steps', { exact: true }).fill('1–40, 12')
  await dialog.getByText('Catalogue: nothing').waitFor()
  await picture(page, 'models-dialog')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const row = line(page, 'gpt-image-2').filter({ hasText: 'set by you' })
  await row.getByText('n ≤ 3').waitFor()
  await row.getByRole('button', { name: /Where this is known from/ }).click()
  await page.getByText(/Price: set by you/).waitFor()
  await picture(page, 'models-source')
  await page.keyboard.press('Escape')

  // What one says of a model is what Compare asks of it.
  const models = await studio.call('list_models', {})
  const { capabilities, price } = models.find(({ id }) => id === 'openai/gpt-image-2')
  assert.deepEqual(capabilities.steps, { min: 1, max: 40, default: 12, step: 1 })
  assert.equal(price.amounts.high, 0.3)

  await row.getByRole('button', { name: /takes and costs/ }).click()
  await dialog.getByRole('button', { name: 'Back to the catalogue' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await row.waitFor({ state: 'detached' })
  assert.deepEqual(await studio.call('list_model_overrides'), {})
  assertQuiet(page)
})

test('a key is pasted where a model lacks one', async () => {
  const page = await open(browser, studio)
  await goToModels(page)
  const group = page.getByRole('region', { name: 'xAI' })
  await group.getByText('no key').waitFor()
  await group.getByRole('button', { name: 'Add key' }).click()
  await group.getByLabel(/^Key for/).fill('xai-canary-0000')
  await picture(page, 'models-paste-key')
  await page.keyboard.press('Escape')
  await group.getByLabel(/^Key for/).waitFor({ state: 'detached' })
  assertQuiet(page)
})

test('a newer catalogue is taken from an address, and one that is none is left there', async () => {
  const takes = { sizes: { rule: 'list', sizes: ['640x480'] } }
  const today = new Date().toISOString().slice(0, 10)
  const row = { id: 'openai/fresh', label: 'Fresh Model', capabilities: takes, as_of: today, source: 'the feed' }
  let body = 'no catalogue'
  const server = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const page = await open(browser, studio)
    await goToModels(page)
    await page.getByRole('button', { name: /Get newer ones/ }).click()
    const field = page.getByLabel('Address of a newer catalogue')
    await field.fill('ftp://somewhere')
    await page.getByText(/An address begins with https/).waitFor()
    await field.fill(`http://127.0.0.1:${server.address().port}/catalogue.json`)
    await page.getByRole('button', { name: 'Update now' }).click()
    await page.getByText(/is not a catalogue/).waitFor()
    body = JSON.stringify({ as_of: today, models: [row] })
    await page.getByRole('button', { name: 'Update now' }).click()
    await page.getByText(/A newer catalogue .* was taken/).waitFor()
    await line(page, 'Fresh Model').waitFor()
    await picture(page, 'models-feed')
    await page.getByRole('button', { name: 'Update now' }).click()
    await page.getByText(/is not newer/).waitFor()
    await field.fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await eventually(async () => assert.equal((await studio.call('get_settings')).catalogue_url, ''))
    assertQuiet(page)
  } finally {
    server.close()
  }
})

test('an answer without a picture stays in sight until it is let go', async () => {
  const service = await new Service().start()
  try {
    await studio.call('save_config', { provider: 'gemini', key: 'gemini-canary-0000', url: service.url })
    service.next = [answers.words('I would rather describe it.')]
    const { run_id } = await studio.call('generate_all', { prompt: 'a stubborn model', selected_models: ['gemini/gemini-3-pro-image'], params: {} })
    while ((await studio.call('get_run', { run_id })).generations.some(({ state }) => state === 'queued' || state === 'running')) await new Promise((go) => setTimeout(go, 100))
    const page = await open(browser, studio)
    await page.keyboard.press('Control+,')
    await page.locator('main nav').getByRole('button', { name: 'Data' }).click()
    const row = line(page, 'a stubborn model')
    await row.getByText(/Gemini 3 Pro Image/).waitFor()
    await picture(page, 'leftovers')
    await row.getByRole('button', { name: 'Remove this answer…' }).click()
    await row.getByRole('button', { name: 'Remove for good' }).click()
    await row.waitFor({ state: 'detached' })
    await page.getByText(/^None\. An answer that arrives/).waitFor()
    assert.deepEqual(await studio.call('list_leftovers'), [])
    assertQuiet(page)
  } finally {
    service.close()
  }
})

test('files of the data folder that cannot be used are named; ended models are apart', async () => {
  const row = { id: 'openai/gone', label: 'Gone', capabilities: { sizes: { rule: 'list', sizes: ['640x480'] } }, as_of: '2999-01-01', source: 'a page', ends: '2026-01-31' }
  writeFileSync(path.join(studio.folder, 'data', 'catalogue.json'), JSON.stringify({ as_of: '2999-01-01', models: [row] }))
  writeFileSync(path.join(studio.folder, 'data', 'overrides.json'), '{')
  await studio.stop()
  await studio.start()
  const page = await open(browser, studio)
  await goToModels(page)
  await page.getByText(/from the catalogue in your data folder/).waitFor()
  await page.getByText(/Your own changes \(overrides\.json\) cannot be read/).waitFor()
  await page.getByRole('button', { name: /^Ended 1/ }).click()
  await line(page, 'Gone').getByText(/^ended /).waitFor()
  await picture(page, 'models-ended')
  assertQuiet(page)
})

for (const { language, theme, width, height } of [
  { language: 'en', theme: 'light', width: 1440, height: 900 },
  { language: 'zh', theme: 'dark', width: 1024, height: 640 },
  { language: 'ru', theme: 'light', width: 1024, height: 640 },
  // 1440×900 at a zoom of 200 %.
  { language: 'ru', theme: 'dark', width: 720, height: 450 },
]) {
  test(`every section of the settings fits in ${language} at ${width}`, async () => {
    await studio.call('update_settings', { changes: { language, theme } })
    const page = await open(browser, studio, { width, height })
    await page.keyboard.press('Control+,')
    const sections = page.locator('main nav').getByRole('button')
    await sections.first().waitFor()
    for (let at = 0; at < (await sections.count()); at++) {
      await sections.nth(at).click()
      await page.locator('#settings-title', { hasText: await sections.nth(at).innerText() }).waitFor()
      await assertFits(page)
      assert.doesNotMatch(await page.locator('main').innerText(), /\b(models|settings|mask|keys)\.\w+/)
      await picture(page, `settings-${at}-${language}-${width}`)
    }
    assertQuiet(page)
    await page.context().close()
  })
}
