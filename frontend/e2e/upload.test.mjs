import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { launch, open } from './browser.mjs'
import { png } from './pictures.mjs'
import { eventually, Studio } from './studio.mjs'

/** Noise, which does not pack: 7 MB, that is several pieces. */
const NOISE = randomBytes(1600 * 1500 * 3)
const PHOTO = png(1600, 1500, (x, y) => NOISE.subarray((y * 1600 + x) * 3, (y * 1600 + x) * 3 + 3))

let studio, browser
before(async () => {
  studio = await new Studio().start()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

const give = async (page, file = { name: 'photo.png', mimeType: 'image/png', buffer: PHOTO }) => {
  await page.keyboard.press('Control+3')
  await page.locator('#batch-prompt').waitFor()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Files…' }).click()
  await (await chooser).setFiles(file)
}

const offsetOf = (request) => Number(request.headers()['upload-offset'])

test('a large file whose connection is lost goes on where it was, and is in whole', async () => {
  const page = await open(browser, studio)
  const begun = []
  const pieces = []
  let isLost = true
  await page.route(/\/uploads\/parts/, async (route, request) => {
    if (request.method() === 'POST') begun.push(request.url())
    if (request.method() !== 'PATCH') return route.continue()
    // The first piece arrives, the line breaks at the second, once.
    if (offsetOf(request) > 0 && isLost) {
      isLost = false
      return route.abort('connectionreset')
    }
    pieces.push(offsetOf(request))
    return route.continue()
  })
  await give(page)
  await page.getByText('1 image', { exact: true }).waitFor()
  assert.equal(isLost, false)
  assert.equal(begun.length, 1, 'it was not begun anew')
  assert.deepEqual(pieces, [...new Set(pieces)].sort((a, b) => a - b), 'no piece went twice')
  assert.ok(pieces.length >= 3, `${pieces.length} pieces`)

  const { images } = await studio.call('list_images', { query: { kind: 'imported', limit: 10 } })
  assert.equal(images.length, 1)
  const answer = await fetch(`${studio.url}/media/${images[0].id}`, { headers: { authorization: `Bearer ${studio.token}` } })
  const there = Buffer.from(await answer.arrayBuffer())
  assert.equal(createHash('sha256').update(there).digest('hex'), createHash('sha256').update(PHOTO).digest('hex'))
  await page.context().close()
})

test('a page that is loaded anew in the middle goes on where the file was, once it is given again', async () => {
  // On the disk, for the browser knows it again by its date.
  const file = path.join(studio.folder, 'again.png')
  writeFileSync(file, png(1600, 1500, (x, y) => NOISE.subarray(((1499 - y) * 1600 + x) * 3, ((1499 - y) * 1600 + x) * 3 + 3)))
  const page = await open(browser, studio)
  const begun = []
  const pieces = []
  let isStuck = true
  let stuck
  const atSecond = new Promise((resolve) => (stuck = resolve))
  await page.route(/\/uploads\/parts/, (route, request) => {
    if (request.method() === 'POST') begun.push(request.url())
    if (request.method() !== 'PATCH') return route.continue()
    if (offsetOf(request) > 0 && isStuck) return stuck()
    pieces.push(offsetOf(request))
    return route.continue()
  })
  await give(page, file)
  await atSecond
  isStuck = false
  await page.reload()
  await page.locator('#compare-prompt').waitFor()
  await give(page, file)
  await eventually(async () => assert.equal((await studio.call('list_images', { query: { text: 'again.png' } })).total, 1))
  assert.equal(begun.length, 1, 'it was not begun anew')
  assert.equal(pieces.filter((offset) => offset === 0).length, 1, 'what had arrived was not sent again')
  assert.ok(pieces.length >= 3, `${pieces.length} pieces`)
  await page.context().close()
})
