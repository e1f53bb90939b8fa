import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, afterEach, before, test } from 'node:test'
import { assertFits, assertQuiet, cellOf, launch, open, picture } from './browser.mjs'
import { Gate } from './gate.mjs'
import { Studio } from './studio.mjs'

const KEY = 'sk-canary-right-7712-abcd'
const WRONG = 'sk-canary-wrong-3301-wxyz'
const PASSPHRASE = 'canary otter lamp sunday'
const CANARY = /canary/i

let studio, other, browser, gate
let heard = []
before(async () => {
  ;[studio, other, gate, browser] = [await new Studio().start(), new Studio(), await new Gate(KEY).start(), await launch()]
  await studio.call('set_custom_models', { provider: 'custom_openai', names: ['journey-model'] })
})
after(async () => {
  await browser?.close()
  gate?.close()
  await studio?.close()
  await other?.close()
})
afterEach(async () => {
  const leaks = (await Promise.all(heard)).filter((text) => CANARY.test(text))
  heard = []
  assert.deepEqual(leaks, [], 'no key and no passphrase in an answer or in the console')
})

/** A page whose every answer and every word of the console is listened to. */
async function listened(to, options) {
  const page = await open(browser, to, options)
  page.on('response', (response) => {
    if (!response.url().includes('/events')) heard.push(response.text().catch(() => ''))
  })
  page.on('console', (message) => heard.push(message.text()))
  return page
}

const assertNoKey = async (page) => assert.doesNotMatch(await page.content(), CANARY)
const row = (page) => page.getByRole('listitem').filter({ hasText: 'OpenAI-compatible service' })
const goToKeys = async (page) => {
  await page.keyboard.press('Control+Shift+K')
  await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor()
}

test('a wrong key is refused in place, the right one opens its models, and a press of Generate brings a picture', async () => {
  const page = await listened(studio)
  await page.getByRole('button', { name: /OpenAI-compatible service/ }).click()
  await page.getByLabel('Base URL').fill(gate.url)
  await page.getByLabel('Key for OpenAI-compatible service').fill(WRONG)
  await assertNoKey(page)
  await page.getByRole('button', { name: 'Save and check' }).click()
  await page.getByRole('alert').getByText(/did not accept the key/).waitFor()
  await picture(page, 'keys-refused-in-place')
  assert.equal(await page.getByLabel('Key for OpenAI-compatible service').inputValue(), '')

  await page.getByLabel('Key for OpenAI-compatible service').fill(KEY)
  await page.getByRole('button', { name: 'Save and check' }).click()
  await page.getByRole('checkbox', { name: 'journey-model' }).click()
  await page.locator('#compare-prompt').fill('a lighthouse')
  await page.keyboard.press('Control+Enter')
  await cellOf(page, 'journey-model').locator('img').waitFor()
  assert.equal(gate.paid, 1)
  await assertNoKey(page)
  assertQuiet(page)
})

test('a second key that is wrong is told from the first, named, ordered and removed, and comes back by undo', async () => {
  const page = await listened(studio)
  await goToKeys(page)
  await page.getByRole('searchbox', { name: /Find among/ }).fill('compatible')
  await row(page).getByRole('button').first().click()
  const panel = page.getByRole('complementary')
  const keys = panel.getByRole('list', { name: 'Keys, in the order of use' }).getByRole('listitem')
  await panel.getByRole('button', { name: 'Add a key' }).click()
  await panel.getByLabel('Key for').fill(WRONG)
  await panel.getByLabel('Name of the key').fill('old account')
  await page.keyboard.press('Enter')
  await keys.nth(1).getByText('key refused').waitFor()
  await keys.nth(0).getByText(/works/).waitFor()
  await row(page).getByText('+1 more').waitFor()
  await picture(page, 'keys-two')

  await keys.nth(1).getByRole('button', { name: 'Actions: old account' }).click()
  await page.getByRole('menuitem', { name: 'Use earlier' }).click()
  await keys.nth(0).getByText('old account').waitFor()
  await keys.nth(0).getByRole('button', { name: 'Actions: old account' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByText('“old account” removed.').first().waitFor()
  assert.equal(await keys.count(), 1)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await keys.nth(0).getByText('old account').waitFor()

  await panel.getByRole('button', { name: 'Remove all' }).click()
  await row(page).getByText('not set up').first().waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await keys.nth(1).waitFor()
  await keys.nth(0).getByRole('button', { name: 'Actions: old account' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await row(page).getByText(/works/).waitFor()
  await assertNoKey(page)
  assertQuiet(page)
})

test('models are fetched, found and taken; headers and notes stay', async () => {
  const page = await listened(studio)
  await goToKeys(page)
  const panel = page.getByRole('complementary')
  await panel.getByRole('button', { name: 'Fetch list' }).click()
  await panel.getByRole('searchbox', { name: 'Find among 2' }).fill('large')
  await panel.getByRole('checkbox', { name: 'journey-large' }).click()
  await panel.getByText('journey-large').nth(1).waitFor()
  await panel.getByRole('button', { name: 'What journey-large takes and costs' }).click()
  await page.getByRole('dialog').getByLabel('One image').fill('0.04')
  await page.getByRole('dialog').getByLabel(/Images per call/).fill('4')
  await picture(page, 'custom-model')
  await page.keyboard.press('Enter')
  await panel.getByText('$0.04').first().waitFor()
  await panel.getByText('n ≤ 4').waitFor()
  await panel.getByLabel('Notes').fill('paid by the design team')
  await panel.getByRole('button', { name: /Extra headers/ }).click()
  await panel.getByLabel('Name of the header').fill('X-Team-Token')
  await panel.getByLabel('value', { exact: true }).fill('header-canary-5521')
  await page.keyboard.press('Enter')
  await panel.getByText(/X-Team-Token/).waitFor()
  await page.reload()
  await page.locator('#compare-prompt').waitFor()
  await goToKeys(page)
  assert.equal(await panel.getByLabel('Notes').inputValue(), 'paid by the design team')
  await panel.getByRole('button', { name: /Extra headers/ }).click()
  await panel.getByText('X-Team-Token: ••••').waitFor()
  await assertNoKey(page)
  assertQuiet(page)
})

test('behind a passphrase: asked for after a new start, refused when wrong, open when right', async () => {
  const page = await listened(studio)
  await goToKeys(page)
  await page.getByRole('status', { name: 'Vault' }).getByRole('button', { name: 'Set a passphrase' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('New passphrase').fill(PASSPHRASE)
  await dialog.getByLabel('Repeat it').fill(PASSPHRASE)
  await assertNoKey(page)
  await picture(page, 'vault-set')
  await page.keyboard.press('Enter')
  await page.getByRole('group', { name: 'Vault' }).getByText('Your keys are encrypted behind your passphrase.').waitFor()
  await page.close()
  await studio.stop('SIGKILL')
  await studio.start()

  const again = await listened(studio)
  await dialogOf(again).getByRole('heading', { name: 'Unlock your keys' }).waitFor()
  await picture(again, 'vault-locked')
  await again.getByLabel('Passphrase').fill('canary but wrong')
  await again.keyboard.press('Enter')
  await again.getByRole('alert').getByText('That is not the passphrase.').waitFor()
  await again.keyboard.press('Escape')
  await again.getByText('Your keys are locked.', { exact: false }).waitFor()
  await again.getByRole('button', { name: 'Unlock' }).click()
  await again.getByLabel('Passphrase').fill(PASSPHRASE)
  await again.keyboard.press('Enter')
  await again.getByText('Keys unlocked.').first().waitFor()
  await again.locator('#compare-prompt').fill('a harbour')
  await again.keyboard.press('Control+Enter')
  await again.getByRole('heading', { name: 'a harbour' }).waitFor()
  await picture(again, 'unlocked')
  await cellOf(again, 'journey-model').locator('img').waitFor()
  await assertNoKey(again)
  assertQuiet(again)
})

const dialogOf = (page) => page.getByRole('dialog')

test('locked from the palette of one page and unlocked there, the rows of another follow at once', async () => {
  const [here, there] = [await listened(studio), await listened(studio)]
  await goToKeys(there)
  await row(there).getByText(/works|not checked/).waitFor()
  await here.keyboard.press('Control+K')
  await here.keyboard.type('Lock your keys')
  await here.keyboard.press('Enter')
  await row(there).getByText('locked by your passphrase').waitFor()
  await there.getByText('Your keys are locked.', { exact: false }).first().waitFor()
  await here.getByRole('checkbox', { name: 'journey-model' }).waitFor({ state: 'detached' })

  await here.keyboard.press('Control+K')
  await here.keyboard.type('Unlock your keys')
  await here.keyboard.press('Enter')
  await here.getByLabel('Passphrase').fill(PASSPHRASE)
  await here.keyboard.press('Enter')
  await here.getByRole('checkbox', { name: 'journey-model' }).waitFor()
  await row(there).getByText(/works|not checked/).waitFor()
  await there.getByText('Your keys are locked.', { exact: false }).waitFor({ state: 'detached' })
  for (const page of [here, there]) {
    await assertNoKey(page)
    assertQuiet(page)
  }
})

test('settings and keys go to another studio in one encrypted file', async () => {
  const page = await listened(studio)
  await goToKeys(page)
  await page.getByRole('button', { name: 'Export…' }).click()
  await dialogOf(page).getByLabel('New passphrase').fill(PASSPHRASE)
  await dialogOf(page).getByLabel('Repeat it').fill(PASSPHRASE)
  const download = page.waitForEvent('download')
  await dialogOf(page).getByRole('button', { name: 'Export' }).click()
  const file = await (await download).path()
  await page.getByText(/Settings and 1 key exported/).first().waitFor()
  assert.doesNotMatch(readFileSync(file, 'utf8'), CANARY)

  await other.start()
  const there = await listened(other)
  await goToKeys(there)
  await there.getByRole('button', { name: 'Import…' }).click()
  await picture(there, 'import')
  await there.locator('input[type=file]').setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer: readFileSync(file) })
  await there.getByLabel('Passphrase of the file').fill(PASSPHRASE)
  await there.keyboard.press('Enter')
  await there.getByText(/1 key imported: OpenAI-compatible service/).waitFor()
  await there.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await row(there).getByRole('button', { name: /^Check/ }).click()
  await row(there).getByText(/works/).waitFor()
  await assertNoKey(there)
  assertQuiet(there)
})

for (const language of ['en', 'zh', 'ru']) {
  test(`the keys page fits in ${language}, in both themes`, async () => {
    for (const theme of ['dark', 'light']) {
      await studio.call('update_settings', { changes: { language, theme } })
      for (const [width, height] of [[1440, 900], [1024, 640], [720, 450]]) {
        const page = await listened(studio, { width, height })
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme)
        await page.keyboard.press('Control+Shift+K')
        await page.locator('#keys-title').waitFor()
        await assertFits(page)
        assert.doesNotMatch(await page.locator('body').innerText(), /\b(keys|app|errors)\.\w+\.?\w*/)
        await picture(page, `keys-${language}-${theme}-${width}`)
        assertQuiet(page)
        await page.context().close()
      }
    }
  })
}
