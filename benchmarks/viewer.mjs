/**
 * Looking closely at pictures of 8K (7680 × 4320) in Chromium: what each frame takes while one zooms and pans, in every way to look.
 * `node benchmarks/viewer.mjs`, after `make setup` and a build of the page. A frame of the screen is 16.7 ms.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { launch, open } from '../frontend/e2e/browser.mjs'
import { png } from '../frontend/e2e/pictures.mjs'
import { Studio } from '../frontend/e2e/studio.mjs'

const [WIDTH, HEIGHT] = [7680, 4320]
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)

/** Waves with a grain, which every zoom has something of. */
const waves = (shift) => {
  const pixel = [0, 0, 0]
  return png(WIDTH, HEIGHT, (x, y) => {
    const grain = ((x * 73_856_093) ^ (y * 19_349_663)) & 31
    pixel[0] = (x + shift + grain) & 255
    pixel[1] = (y + grain) & 255
    pixel[2] = ((x + y) >> 4) & 255
    return pixel
  })
}

/** Milliseconds of each frame while `act` goes on. */
async function frames(page, act) {
  await page.evaluate(() => {
    window.took = []
    let last = performance.now()
    const tick = (now) => {
      window.took.push(now - last)
      last = now
      window.ticking = requestAnimationFrame(tick)
    }
    window.ticking = requestAnimationFrame(tick)
  })
  await act()
  const took = await page.evaluate(() => (cancelAnimationFrame(window.ticking), window.took.slice(1)))
  took.sort((a, b) => a - b)
  const at = (part) => `${took[Math.min(took.length - 1, Math.floor(took.length * part))].toFixed(1)} ms`
  return [at(0.5), at(0.95), at(1)]
}

const [x, y] = [700, 400]
async function pan(page) {
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 0; step < 90; step++) {
    await page.mouse.move(x + Math.sin(step / 6) * 300, y + Math.cos(step / 6) * 200)
    await page.waitForTimeout(8)
  }
  await page.mouse.up()
}
async function zoom(page) {
  await page.mouse.move(x, y)
  for (let step = 0; step < 60; step++) {
    await page.mouse.wheel(0, step < 30 ? -100 : 100)
    await page.waitForTimeout(16)
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'omniimage-8k-'))
const studio = await new Studio().start()
const browser = await launch()
try {
  const files = [0, 3].map((shift) => path.join(folder, `${shift}.png`))
  for (const [index, file] of files.entries()) writeFileSync(file, waves(index * 3))
  const page = await open(browser, studio)
  await page.getByRole('main').waitFor()
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('Control+O')
  await (await chooser).setFiles(files)
  await page.getByRole('dialog').waitFor({ timeout: 120_000 })
  const opened = performance.now()
  await page.locator('[data-original]').waitFor({ timeout: 60_000 })
  console.log(`8K PNG decoded, with its halves: ${((performance.now() - opened) / 1000).toFixed(1)} s (its thumbnail is there at once)\n`)
  row('way to look', 'median', '95 %', 'longest')
  row('---', '---', '---', '---')
  const report = async (name, act) => row(name, ...(await frames(page, () => act(page))))
  await report('one, zooming from fitted to pixels and back', zoom)
  await page.keyboard.press('1')
  await report('one at 100 %, panning', pan)
  await page.keyboard.press('l')
  await report('one with the lens', pan)
  await page.keyboard.press('l')
  for (const [key, name] of [['c', 'two side by side'], ['w', 'slider'], ['o', 'overlay'], ['d', 'difference']]) {
    await page.keyboard.press(key)
    await page.waitForFunction(() => document.querySelectorAll('[data-original]').length === 2, undefined, { timeout: 60_000 })
    await report(`${name}, panning`, pan)
  }
} finally {
  await browser.close()
  await studio.close()
  rmSync(folder, { recursive: true, force: true })
}
