import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, cells, launch, open, picture, settled } from './browser.mjs'
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

test('a first start leads to pictures in one press, with no key', async () => {
  const page = await open(browser, studio)
  await page.getByText('One prompt, many models, side by side').waitFor()
  assert.notEqual(await page.locator('#compare-prompt').inputValue(), '')
  await picture(page, 'first-start')

  await page.getByRole('button', { name: /^Generate 2/ }).click()
  await cells(page).nth(1).waitFor()
  await page.getByText('2 done').waitFor()
  await settled(page)
  assert.equal(await cells(page).count(), 2)
  await page.getByRole('button', { name: /2 images/ }).waitFor()
  await picture(page, 'first-comparison')

  const [run] = (await studio.call('list_runs')).runs
  assert.deepEqual(run.states, ['done', 'done'])
  assertQuiet(page)
})

test("the first screen is drawn in the system's theme at once, and fades from no other", async () => {
  const context = await browser.newContext({ colorScheme: 'light' })
  await context.addInitScript(() => {
    window.fades = []
    document.addEventListener('transitionrun', ({ propertyName }) => window.fades.push(propertyName))
  })
  const page = await context.newPage()
  await page.goto(`${studio.url}/?token=${studio.token}`)
  await page.locator('#compare-prompt').waitFor()
  await settled(page)
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light')
  assert.deepEqual(await page.evaluate(() => window.fades), [])
})

test('the pictures and the prompt are there after a kill and a new start', async () => {
  await studio.stop('SIGKILL')
  await studio.start()
  const page = await open(browser, studio)
  await settled(page)
  assert.equal(await cells(page).count(), 2)
  assert.match(await page.locator('#compare-prompt').inputValue(), /lighthouse/)

  await page.getByLabel('Find in prompts').fill('LIGHTHOUSE')
  await page.getByRole('button', { name: /2 images/ }).waitFor()
  await page.getByLabel('Find in prompts').fill('zeppelin')
  await page.getByText('Nothing found').waitFor()
  assertQuiet(page)
})

test('a deleted picture goes, and comes back by undo', async () => {
  const page = await open(browser, studio)
  await settled(page)
  await cells(page).first().click()
  await page.keyboard.press('Delete')
  await page.getByText('Deleted', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Deleted', { exact: true }).waitFor({ state: 'detached' })
  await settled(page)
  assertQuiet(page)
})

test('the licences of all that it is made of are told word for word', async () => {
  const page = await open(browser, studio, { width: 720, height: 450 })
  await page.keyboard.press('Control+,')
  await page.locator('main nav').getByRole('button', { name: 'About' }).click()
  await page.getByRole('button', { name: 'Third-party licences' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^aiohttp/ }).waitFor()
  await picture(page, 'licences')
  await dialog.getByRole('searchbox').fill('lucide')
  await dialog.getByRole('button', { name: /^lucide-react/ }).press('Enter')
  await dialog.getByText('Lucide Icons and Contributors').waitFor()
  await assertFits(page)
  await picture(page, 'licence')
  await dialog.getByRole('button', { name: 'All packages' }).click()
  assert.equal(await dialog.getByRole('searchbox').inputValue(), 'lucide')
  await page.keyboard.press('Escape')
  assertQuiet(page)
})
