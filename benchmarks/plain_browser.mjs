/**
 * Chromium as its users have it. A browser that is driven by Playwright notes the call stack of every request for its
 * inspector: 5 to 10 ms each in a page of this size, on the thread that is being measured. Here nothing is switched on.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--remote-debugging-pipe']
const CONTROL = 2

export class PlainBrowser {
  #folder = mkdtempSync(path.join(tmpdir(), 'plain-browser-'))
  #waiting = new Map()
  #count = 0

  constructor() {
    const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']
    this.process = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [...FLAGS, `--user-data-dir=${this.#folder}`], { stdio })
    this.#listen(this.process.stdio[4])
  }

  /** Messages of the DevTools protocol are JSON, each ended by a NUL. */
  async #listen(pipe) {
    let text = ''
    for await (const part of pipe.setEncoding('utf8')) {
      const messages = (text + part).split('\0')
      text = messages.pop()
      for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
        if (error) this.#waiting.get(id)?.reject(new Error(error.message))
        else this.#waiting.get(id)?.resolve(result)
        this.#waiting.delete(id)
      }
    }
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#count
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  /** A page with nothing in its cache. */
  async newPage({ width = 1440, height = 900 } = {}) {
    const { browserContextId } = await this.send('Target.createBrowserContext')
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', browserContextId, width, height })
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true })
    const send = (method, params) => this.send(method, params, sessionId)
    await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
    return new PlainPage(send, () => this.send('Target.disposeBrowserContext', { browserContextId }))
  }

  async close() {
    const ended = once(this.process, 'exit')
    await this.send('Browser.close')
    await ended
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

class PlainPage {
  constructor(send, close) {
    Object.assign(this, { send, close })
  }

  async goto(address) {
    const { errorText } = await this.send('Page.navigate', { url: address })
    if (errorText) throw new Error(`${address}: ${errorText}`)
  }

  /** What `body`, called with `argument` in the page, returns in the end. */
  async evaluate(body, argument = null) {
    const expression = `(${body})(${JSON.stringify(argument)})`
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  /** Resolves with the frame in which `selector` matches, and an element that does holds `text`. */
  waitFor(selector, text = '') {
    return this.evaluate(
      ({ selector, text }) =>
        new Promise((resolve) => {
          const look = () => ([...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text)) ? resolve() : requestAnimationFrame(look))
          look()
        }),
      { selector, text },
    )
  }

  focus(selector) {
    return this.evaluate((selector) => document.querySelector(selector).focus(), selector)
  }

  async pressControlEnter() {
    const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, modifiers: CONTROL }
    await this.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key })
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
  }

  async pressLetter(letter) {
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key: letter, text: letter })
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key: letter })
  }
}
