// Drives the page of a real window over Chromium's debugging port. Reads one JSON command a line, answers one a line.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const require = createRequire(new URL('../../frontend/package.json', import.meta.url))
const { chromium } = require('playwright-core')

const browser = await chromium.connectOverCDP(process.argv[2], { noDefaults: true, isLocal: true })
const page = browser.contexts()[0].pages()[0]
const said = []
page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
page.on('pageerror', (error) => said.push(`pageerror: ${error.message}`))

const commands = {
  evaluate: ({ code }) => page.evaluate(code),
  click: ({ selector }) => page.click(selector, { timeout: 15_000 }),
  press: ({ key }) => page.keyboard.press(key),
  fill: ({ selector, text }) => page.fill(selector, text),
  wait: ({ code, timeout }) => page.waitForFunction(code, undefined, { timeout }).then(() => true),
  screenshot: ({ path }) => page.screenshot({ path }).then(() => path),
  reload: () => page.reload().then(() => true),
  url: async () => page.url(),
  said: async () => said,
}

console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = JSON.parse(line)
  const answer = await commands[command](given).then(
    (value) => ({ value: value ?? null }),
    (error) => ({ error: String(error) }),
  )
  console.log(JSON.stringify(answer))
}
process.exit(0)
