import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, launch, picture, pictures, settled } from './browser.mjs'
import { Studio } from './studio.mjs'

let studio, browser, admin
before(async () => {
  studio = await new Studio().start()
  // The launch's own user names the first person; from the next start on nobody else comes in.
  admin = (await studio.call('add_person', { name: 'Ann', role: 'admin' })).token
  await studio.stop()
  await studio.start()
  assert.equal(studio.token, '')
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

/** Opens the studio's address and signs in with a token. */
async function signIn(token, { width = 1440, height = 900, theme = 'dark', locale = 'en-US' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale })
  const page = await context.newPage()
  const complaints = []
  page.on('console', (message) => {
    // The sign-in page is an answer of 401, which Chromium complains of.
    if (message.type() === 'error' && !/401/.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(studio.url)
  await page.locator('input[name=token]').fill(token)
  await picture(page, `sign-in-${locale}-${width}`)
  await page.getByRole('button').click()
  await page.locator('#compare-prompt').waitFor()
  return Object.assign(page, { complaints })
}

async function toPeople(page) {
  await page.keyboard.press('ControlOrMeta+,')
  await page.getByRole('navigation').getByRole('button', { name: /^(People|人员|Люди)$/ }).click()
  await page.getByRole('heading', { name: /^(People|人员|Люди)$/ }).waitFor()
}

test('an admin names somebody, who signs in once, sees nothing of the admin, and is seen by the admin', async () => {
  const ann = await signIn(admin)
  await ann.locator('#compare-prompt').fill('a secret lighthouse')
  await ann.keyboard.press('ControlOrMeta+Enter')
  await settled(ann)
  await toPeople(ann)
  await ann.getByRole('textbox', { name: 'Name' }).fill('Bob')
  await ann.getByRole('button', { name: 'Add', exact: true }).click()
  const token = await ann.getByTestId('token').innerText()
  await picture(ann, 'people-token')
  await ann.getByRole('button', { name: 'Done' }).click()
  const row = ann.getByRole('listitem', { name: 'Bob' })
  const cap = row.getByRole('spinbutton', { name: 'Bob, a day, cap in USD' })
  await cap.fill('5')
  await cap.press('Enter')
  await row.getByRole('progressbar').waitFor()

  const bob = await signIn(token, { width: 1024, height: 640, theme: 'light' })
  assert.equal(await pictures(bob).count(), 0)
  assert.equal(await bob.getByText('a secret lighthouse').count(), 0)
  assert.equal(await bob.getByRole('button', { name: 'Keys', exact: true }).count(), 0)
  await bob.locator('#compare-prompt').fill('a red fox')
  await bob.keyboard.press('ControlOrMeta+Enter')
  await settled(bob)
  await bob.keyboard.press('ControlOrMeta+,')
  const sections = bob.getByRole('navigation').getByRole('button', { name: /^(People|Models|Data)$/ })
  assert.equal(await sections.count(), 0)
  await bob.getByRole('button', { name: 'Spend', exact: true }).click()
  await bob.getByRole('heading', { name: 'Your caps' }).or(bob.getByText('Your caps')).first().waitFor()
  await picture(bob, 'member-spend-1024')

  await ann.reload()
  await ann.keyboard.press('ControlOrMeta+1')
  await ann.getByText('a red fox').first().waitFor()
  await ann.getByRole('combobox', { name: 'Whose' }).click()
  await ann.getByRole('option', { name: 'Bob' }).click()
  await ann.getByText('a secret lighthouse').first().waitFor({ state: 'detached' }).catch(() => null)
  await picture(ann, 'history-of-bob')
  await ann.getByRole('complementary').getByText(/^Bob · /).first().waitFor()

  // A batch that waits: what an admin sees of it, and what becomes of it when Bob is removed.
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const asked = { name: 'foxes', prompt: 'a fox', base_image_ids: [], models: ['offline/poster'] }
  const made = await fetch(`${studio.url}/api/create_batch`, { method: 'POST', headers, body: JSON.stringify(asked) })
  assert.equal((await made.json()).ok, true)
  await ann.keyboard.press('ControlOrMeta+3')
  await ann.getByRole('navigation', { name: 'Batches' }).getByText('Bob · Not started').click()
  await ann.getByText(/^Bob · Not started/).last().waitFor()
  await picture(ann, 'batch-of-bob')

  await bob.getByRole('button', { name: 'Signed in as Bob' }).click()
  await picture(bob, 'signed-in-1024')
  await bob.getByRole('button', { name: 'Sign out' }).click()
  await bob.locator('input[name=token]').waitFor()

  await toPeople(ann)
  await row.getByRole('button', { name: 'Actions: Bob' }).click()
  await ann.getByRole('menuitem', { name: 'Remove' }).click()
  await ann.getByText('nothing is paid twice', { exact: false }).waitFor()
  await picture(ann, 'people-remove')
  await ann.getByRole('button', { name: 'Remove', exact: true }).click()
  await row.waitFor({ state: 'detached' })
  await ann.keyboard.press('ControlOrMeta+3')
  await ann.getByText('Bob was removed: the batch is paused', { exact: false }).waitFor()
  await picture(ann, 'batch-of-somebody-removed')
  assertQuiet(ann)
  assertQuiet(bob)
})

for (const [locale, language] of [
  ['en-US', 'en'],
  ['zh-CN', 'zh'],
  ['ru-RU', 'ru'],
]) {
  test(`the sign-in and the people fit in ${language}`, async () => {
    const page = await signIn(admin, { width: 1024, height: 640, locale, theme: language === 'zh' ? 'light' : 'dark' })
    await toPeople(page)
    await page.getByRole('listitem', { name: 'Ann' }).waitFor()
    await assertFits(page)
    await picture(page, `people-${language}-1024`)
    assertQuiet(page)
  })
}
