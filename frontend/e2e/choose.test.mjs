/** Choosing: a winner picked, a vote without names, and what the votes say of the models. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { assertFits, assertQuiet, cells, launch, open, picture, settled } from './browser.mjs'
import { Studio } from './studio.mjs'

let studio, browser, run
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
  const { run_id } = await studio.call('generate_all', { prompt: 'a harbour', selected_models: ['offline/poster', 'offline/sketch', 'offline/pixel'], params: { seed: 7 } })
  do run = await studio.call('get_run', { run_id })
  while (run.generations.some(({ state }) => state !== 'done'))
})
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))
after(async () => {
  await browser?.close()
  await studio?.close()
})

const winners = (page) => page.getByRole('gridcell').getByLabel('Winner', { exact: true })
const ballot = () => studio.call('get_ballot', { run_id: run.id })

test('a winner is picked by one key, moved, and taken back', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await cells(page).nth(1).click()
  await page.keyboard.press('v')
  await winners(page).first().waitFor()
  assert.equal((await ballot()).winner, run.generations[1].image_ids[0])
  await picture(page, 'choose-winner')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('v')
  await cells(page).first().getByLabel('Winner', { exact: true }).waitFor()
  assert.equal(await winners(page).count(), 1)
  await page.keyboard.press('v')
  await winners(page).first().waitFor({ state: 'detached' })
  assert.equal(await ballot(), null)
  assertQuiet(page)
})

/** What was in sight long enough to be chosen from. */
const seen = (blind) => blind.locator('[aria-disabled="false"]').first().waitFor()

test('a blind vote tells no name before it is cast, and all of them after', async () => {
  const page = await open(browser, studio)
  await settled(page)
  const inHistory = page.locator(`[data-run="${run.id}"] canvas`)
  await inHistory.nth(2).waitFor()
  await page.getByRole('radio', { name: 'Blind' }).click()
  const blind = page.getByRole('region', { name: 'Blind' })
  await blind.getByRole('button', { name: 'Image 3 is the best' }).waitFor()
  assert.doesNotMatch(await blind.innerText(), /offline|poster|sketch|pixel|ink/i)
  assert.equal(await inHistory.count(), 0, 'the history shows them in the order of the models')
  await picture(page, 'choose-blind')
  await seen(blind)
  await page.keyboard.press('2')
  await blind.getByLabel('Winner').waitFor()
  await inHistory.nth(2).waitFor()
  assert.equal(await blind.getByText(/^Offline /).count(), 3)
  await picture(page, 'choose-revealed')
  assert.equal((await ballot()).blind, true)

  await blind.getByRole('radio', { name: 'Two at a time' }).click()
  await blind.getByText('Pair 1 of 2').waitFor()
  await picture(page, 'choose-pair')
  await seen(blind)
  await page.keyboard.press('1')
  await blind.getByText('Pair 2 of 2').waitFor()
  await seen(blind)
  await page.keyboard.press('1')
  await blind.getByLabel('Winner').waitFor()
  const { models, ballots } = await studio.call('get_ratings', { blind_only: true })
  assert.equal(ballots, 1)
  assert.deepEqual(models.map(({ wins }) => wins).reduce((sum, wins) => sum + wins, 0), 2)

  await blind.getByRole('button', { name: 'All ratings' }).click()
  await page.getByRole('heading', { name: 'Model ratings' }).waitFor()
  await page.getByRole('row').nth(3).waitFor()
  assert.match(await page.getByRole('row').nth(1).innerText(), /Offline/)
  await picture(page, 'choose-ratings')
  assertQuiet(page)
})

for (const { language, blind, size } of [
  { language: 'zh', blind: '盲选', size: [1440, 900] },
  { language: 'ru', blind: 'Вслепую', size: [1024, 640] },
]) {
  test(`speaks ${language} at ${size.join('×')}, and nothing sticks out`, async () => {
    await studio.call('update_settings', { changes: { language } })
    const [width, height] = size
    const page = await open(browser, studio, { width, height, theme: 'light' })
    await settled(page)
    await page.getByRole('radio', { name: blind }).click()
    await page.getByRole('region', { name: blind }).getByRole('button').first().waitFor()
    await assertFits(page)
    await picture(page, `choose-${language}`)
    await seen(page.getByRole('region', { name: blind }))
    await page.keyboard.press('1')
    await page.getByRole('region', { name: blind }).getByText(/Offline|离线|Офлайн/).first().waitFor()
    await assertFits(page)
    await picture(page, `choose-revealed-${language}`)
    await page.keyboard.press('Control+,')
    await page.locator('main nav').getByRole('button').nth(5).click()
    await page.getByRole('table').waitFor()
    await assertFits(page)
    await picture(page, `choose-ratings-${language}`)
    assert.doesNotMatch(await page.locator('body').innerText(), /\b(choose|images|errors)\.\w+\.?\w*/)
    assertQuiet(page)
  })
}
