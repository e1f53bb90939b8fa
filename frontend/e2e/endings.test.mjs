import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, cellOf, launch, open, picture } from './browser.mjs'
import { answers, Service } from './service.mjs'
import { Studio } from './studio.mjs'

const MODEL = { id: 'gemini/gemini-3-pro-image', name: 'Gemini 3 Pro Image' }
let studio, browser, service
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
  service = await new Service().start()
  for (const provider of ['gemini', 'openai']) await studio.call('save_config', { provider, key: 'sk-journey-0000-canary-1234', url: service.url })
})
after(async () => {
  await browser?.close()
  service?.close()
  await studio?.close()
})

/** A run of one model that gets `next` for answers. */
async function run(prompt, next, params = {}, model = MODEL) {
  service.next = next
  await studio.call('update_settings', { changes: { selected_models: [model.id].flat(), prompt_draft: prompt, params } })
  const page = await open(browser, studio)
  await page.getByRole('button', { name: /^Generate/ }).click()
  await page.getByRole('heading', { name: prompt }).waitFor()
  const cells = cellOf(page, model.name)
  return { page, cells, cell: cells.last() }
}

test('refused: said so, and the prompt is there to be changed', async () => {
  const { page, cell } = await run('a thing it will not draw', [answers.refusal])
  await cell.getByRole('heading', { name: 'Refused by the provider' }).waitFor()
  assert.equal(await cell.getByRole('button', { name: 'Retry' }).count(), 0)
  await picture(page, 'refused')
  await cell.getByRole('button', { name: 'Edit prompt' }).click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'compare-prompt')
  assertQuiet(page)
})

test('what a run cost is seen whole where some of it failed, in every language', async () => {
  const models = ['openai/gpt-image-2', 'openai/gpt-image-1.5', MODEL.id]
  // Whoever asks first gets the failure; the others read what is theirs.
  const either = { ...answers.picture, ...answers.data(1) }
  const { page } = await run('a lighthouse on a cliff at dusk', [400, either, either], {}, { id: models })
  await page.getByText('2 done').waitFor()
  for (const language of ['ru', 'zh', 'en']) {
    await studio.call('update_settings', { changes: { language } })
    for (const width of [1440, 1024, 960, 800]) {
      await page.setViewportSize({ width, height: 640 })
      const [numbers, last] = await Promise.all([page.locator('header p'), page.locator('header p span').last()].map((part) => part.boundingBox()))
      assert.match(await page.locator('header p span').last().textContent(), /\$/)
      assert.ok(last.x + last.width <= numbers.x + numbers.width + 1 && last.y + last.height <= numbers.y + numbers.height + 1, `${language} ${width}`)
      await assertFits(page)
      await picture(page, `cost-${language}-${width}`)
    }
  }
  assertQuiet(page)
})

test('words instead of a picture are shown as words', async () => {
  const { page, cell } = await run('a riddle', [answers.words('I can only describe it.')])
  await cell.getByText('I can only describe it.').waitFor()
  await cell.getByRole('button', { name: /^Retry/ }).waitFor()
  await picture(page, 'words-only')
  assertQuiet(page)
})

test('two of three came: they are shown, and a retry asks for the third alone', async () => {
  const { page, cells, cell } = await run('three of a kind', [answers.picture, answers.words('not this one'), answers.picture], { n: 3 })
  await cell.getByRole('heading', { name: '2 of 3 images are here' }).waitFor()
  assert.equal(await cells.locator('img').count(), 2)
  await picture(page, 'partial')
  await cell.getByRole('button', { name: /^Retry/ }).click()
  await cells.locator('img').nth(2).waitFor()
  assert.equal(await cells.count(), 3)
  assertQuiet(page)
})

test('three of four came in one answer: said so, and a retry asks for the fourth alone', async () => {
  const { page, cells, cell } = await run('four of a kind', [answers.data(3), answers.data(1)], { n: 4 }, { id: 'openai/gpt-image-2', name: 'GPT Image 2' })
  await cell.getByRole('heading', { name: '3 of 4 images are here' }).waitFor()
  await cell.getByText('sent fewer images than were asked for').waitFor()
  await picture(page, 'fewer')
  await cell.getByRole('button', { name: /^Retry · \$/ }).click()
  await cells.locator('img').nth(3).waitFor()
  assert.equal(await cells.count(), 4)
  assertQuiet(page)
})

test('sent, and no answer: only the user sends it again, knowing the price', async () => {
  const { page, cell } = await run('a letter that is lost', ['drop'])
  const again = cell.getByRole('button', { name: /^Send again · \$/ })
  await again.waitFor()
  await picture(page, 'send-again')
  await again.click()
  await cell.locator('img').waitFor()
  assertQuiet(page)
})

test('a list that cannot be had says so, and comes when asked again', async () => {
  const error = { code: 'internal', message: 'scripted', details: {} }
  const refuse = (route) => route.fulfill({ json: { ok: false, error } })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' })
  const page = await context.newPage()
  for (const method of ['list_models', 'list_runs']) await page.route(`**/api/${method}`, refuse)
  await page.goto(`${studio.url}/?token=${studio.token}`)
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).nth(2).waitFor()
  await picture(page, 'lists-failed')

  for (const method of ['list_models', 'list_runs']) await page.unroute(`**/api/${method}`)
  const again = page.getByRole('button', { name: 'Try again' })
  for (let left = await again.count(); left > 0; left = await again.count()) {
    await again.first().click()
    // One answer may do for several places.
    await again.nth(left - 1).waitFor({ state: 'detached' })
  }
  const only = page.getByRole('button', { name: /Show only the chosen/ })
  await only.press('Enter')
  assert.equal(await only.getAttribute('aria-pressed'), 'true')
  assert.equal(await page.getByRole('checkbox').count(), 1)
  await context.close()
})
