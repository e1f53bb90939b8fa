/** Chromium, and pages that remember every complaint of the console. */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export const launch = (options = {}) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS, ...options })

/** Opens the studio's page as someone who was given its link. */
export async function open(browser, studio, { width = 1440, height = 900, theme = 'dark', locale = 'en-US' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale })
  const page = await context.newPage()
  const complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`${studio.url}/?token=${studio.token}`)
  await page.locator('#compare-prompt').waitFor()
  return Object.assign(page, { complaints })
}

/** A console error fails a journey. */
export const assertQuiet = (page) => assert.deepEqual(page.complaints, [])

export const cells = (page) => page.getByRole('gridcell')
export const pictures = (page) => page.locator('[data-cell] img')
export const cellOf = (page, model) => page.getByRole('gridcell', { name: model })

/** Whether every picture in sight has been decoded. */
export const settled = (page) =>
  page.waitForFunction(() => {
    const shown = [...document.querySelectorAll('[data-cell] img')]
    return shown.length > 0 && shown.every((picture) => picture.complete && picture.naturalWidth > 0)
  })

/** Nothing sticks out at the right of the window, and no button at that of its section; but for what lies in a place that scrolls sideways. */
export async function assertFits(page) {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => {
        if (element.parentElement?.closest('[data-scrolls]')) return false
        const around = element.matches('button') && element.closest('section, aside, [role="dialog"]')
        const edge = around ? around.getBoundingClientRect().right : window.innerWidth
        return element.getBoundingClientRect().right > edge + 1
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  )
  assert.deepEqual(wide, [])
}

/** Kept where `E2E_SCREENSHOTS` names a folder, to be looked at. */
export async function picture(page, name) {
  const folder = process.env.E2E_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
}
