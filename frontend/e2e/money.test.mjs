import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, cellOf, launch, open, picture, settled } from './browser.mjs'
import { answers, Service } from './service.mjs'
import { eventually, Studio } from './studio.mjs'

const MODEL = 'gemini/gemini-3-pro-image'
let studio, browser, service, price
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
  service = await new Service().start()
  await studio.call('save_config', { provider: 'gemini', key: 'sk-journey-0000-canary-1234', url: service.url })
  const estimate = await studio.call('estimate', { prompt: 'x', selected_models: [MODEL], params: {} })
  price = estimate.known_cost
  assert.ok(price > 0)
})
after(async () => {
  await browser?.close()
  service?.close()
  await studio?.close()
})

async function at(prompt, options = {}) {
  await studio.call('update_settings', { changes: { selected_models: [MODEL], prompt_draft: prompt, ...options.settings } })
  return open(browser, studio, options)
}

/** Goes to the page of spending as a user does: by the pill at the top. */
async function toSpend(page, words = /Caps and details/) {
  await page.locator('header').getByRole('button').filter({ hasText: /today|сегодня|今天/i }).click()
  await page.getByRole('button', { name: words }).click()
  await page.getByRole('progressbar').or(page.getByRole('spinbutton')).first().waitFor()
}

const generate = async (page) => {
  await page.getByRole('button', { name: /^Generate/ }).click()
  await settled(page)
}

test('what a run costs is in the pill, in the chart, and in the tables behind it', async () => {
  const page = await at('a red kite')
  await generate(page)
  await page.locator('header').getByRole('button', { name: /today \$0\.\d+/ }).waitFor()
  await toSpend(page)
  await page.getByRole('img', { name: /^Spent per day/ }).waitFor()
  await page.getByRole('button', { name: 'Show as a table' }).click()
  assert.equal(await page.getByRole('table').count(), 2)
  await page.getByRole('rowheader', { name: /^Gemini 3 Pro Image/ }).waitFor()
  for (const group of ['Providers', 'Keys', 'Months']) await page.getByRole('radio', { name: group }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()])
  assert.match(download.suggestedFilename(), /^omniimage-spend-.*\.csv$/)
  assertQuiet(page)
})

test('the price comes without moving what stands beside it', async () => {
  const page = await at('a third kite', { settings: { language: 'zh' }, width: 1024, height: 640 })
  let letThrough
  const held = new Promise((resolve) => (letThrough = resolve))
  await page.route('**/api/estimate', (route) => held.then(() => route.continue()))
  await page.reload()
  const price = page.locator('[data-composer] button').last().getByText('$')
  await price.waitFor({ state: 'attached' })
  assert.equal(await price.isVisible(), false)
  const places = () => page.evaluate(() => document.fonts.ready.then(() => [...document.querySelectorAll('[data-composer] button')].map((button) => Math.round(button.getBoundingClientRect().left))))
  const before = await places()
  letThrough()
  await price.waitFor()
  assert.deepEqual(await places(), before)
  await studio.call('update_settings', { changes: { language: 'en' } })
  assertQuiet(page)
})

test('Ctrl+Enter that is held down asks once', async () => {
  const page = await at('a patient kite')
  const { total } = await studio.call('list_runs', {})
  await page.locator('#compare-prompt').focus()
  await page.keyboard.down('Control')
  for (let times = 0; times < 4; times++) await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  await page.keyboard.up('Control')
  await page.getByRole('heading', { name: 'a patient kite' }).waitFor()
  await settled(page)
  assert.equal((await studio.call('list_runs', {})).total, total + 1)
  assertQuiet(page)
})

test('a press whose answer was lost on its way shows the run that it began, and pays once', async () => {
  const page = await at('a kite in a storm')
  const { total } = await studio.call('list_runs', {})
  const paid = service.asked
  const heard = []
  let isCut = true
  await page.route('**/api/*', async (route) => {
    if (!isCut) return route.continue()
    if (route.request().url().endsWith('/generate_all')) {
      const { data } = await (await route.fetch()).json()
      heard.push(data.run_id)
    }
    await route.abort('connectionreset')
  })
  await page.getByRole('button', { name: /^Generate/ }).click()
  await page.getByText("The studio's engine is not answering").waitFor()
  await eventually(() => assert.equal(service.asked, paid + 1))
  await picture(page, 'answer-lost')
  await page.getByRole('button', { name: /^Generate/ }).click()
  isCut = false
  await page.getByText('The engine is answering again.').first().waitFor()
  await page.getByRole('heading', { name: 'a kite in a storm' }).waitFor()
  await settled(page)
  const { runs, total: after } = await studio.call('list_runs', {})
  assert.deepEqual([[runs[0].id], after, service.asked], [heard, total + 1, paid + 1])
  assert.equal(await page.getByText('engine is not answering').count(), 0)
  await picture(page, 'answer-found')
  assert.ok(page.complaints.every((line) => line.includes('ERR_CONNECTION_RESET')), page.complaints.join('\n'))
})

test('over a cap Generate says so before the click, and the way to the caps lifts it', async () => {
  const page = await at('two red kites')
  await toSpend(page)
  const today = page.getByRole('spinbutton', { name: 'Today, cap in USD' })
  await today.fill(String(price * 1.5))
  await today.press('Enter')
  await page.getByRole('progressbar', { name: 'Today' }).waitFor()
  await picture(page, 'spend-caps')
  await page.getByRole('button', { name: 'Compare' }).first().click()
  const over = page.getByRole('button', { name: /^Over your daily cap/ })
  await over.waitFor()
  assert.ok(await over.isDisabled())
  await picture(page, 'over-cap')

  const before = await studio.call('list_runs', {})
  await page.locator('#compare-prompt').press('Control+Enter')
  await page.getByRole('alert').getByText(/too much/).waitFor()
  await picture(page, 'refusal-card')
  assert.equal((await studio.call('list_runs', {})).total, before.total)

  await page.getByRole('alert').getByRole('button', { name: 'Caps and details' }).click()
  await today.fill('')
  await today.press('Enter')
  await page.getByRole('progressbar', { name: 'Today' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Compare' }).first().click()
  await page.getByRole('button', { name: /^Generate 1/ }).waitFor()
  assertQuiet(page)
})

test('the R key shows the price before it asks again', async () => {
  service.next = [answers.words('not today')]
  const page = await at('a sleeping kite')
  await page.getByRole('button', { name: /^Generate/ }).click()
  const cell = cellOf(page, 'Gemini 3 Pro Image').last()
  await cell.getByText('not today').waitFor()
  await cell.focus()
  await page.keyboard.press('r')
  const dialog = page.getByRole('dialog', { name: 'Ask again?' })
  await dialog.getByRole('button', { name: /^Ask again · \$/ }).waitFor()
  await picture(page, 'ask-again')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await cell.focus()
  await page.keyboard.press('r')
  await dialog.getByRole('button', { name: /^Ask again · \$/ }).click()
  await settled(page)
  assertQuiet(page)
})

const SPOKEN = [
  { language: 'en', title: 'Spend', theme: 'light', width: 1024, height: 640, caps: /Caps and details/, currency: 'EUR', sign: '€' },
  { language: 'zh', title: '花费', theme: 'dark', width: 1440, height: 900, caps: /上限与明细/, currency: 'CNY', sign: '¥' },
  { language: 'ru', title: 'Расходы', theme: 'light', width: 1024, height: 640, caps: /Лимиты и подробности/, currency: 'RUB', sign: '₽' },
]

for (const { language, title, caps, currency, sign, ...look } of SPOKEN) {
  test(`the page of spending fits and reads in ${language}, in ${currency}`, async () => {
    const [key] = (await studio.call('list_providers')).providers.find(({ id }) => id === 'gemini').keys
    await studio.call('set_caps', { caps: { day: price * 2.2, month: 40, run: 2, keys: { [key.id]: { day: 5 } } } })
    const page = await at('kites', { ...look, settings: { language, display_currency: currency } })
    await page.locator('header').getByText(sign).first().waitFor()
    await toSpend(page, caps)
    await page.getByRole('heading', { name: title, exact: true }).waitFor()
    assert.equal(await page.getByRole('progressbar').count(), 3)
    await assertFits(page)
    await picture(page, `spend-${language}`)
    await page.getByRole('progressbar').last().scrollIntoViewIfNeeded()
    await assertFits(page)
    await picture(page, `spend-${language}-caps`)
    await page.locator('nav button').first().click()
    await page.locator('#generate-why').waitFor()
    await assertFits(page)
    await picture(page, `over-${language}`)
    assertQuiet(page)
    await page.context().close()
  })
}
