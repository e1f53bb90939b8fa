/** A real studio (`omniimage serve`) with a data folder of its own, and loopback providers to talk to. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

export const ROOT = path.resolve(import.meta.dirname, '../..')
export const PYTHON = process.env.OMNIIMAGE_PYTHON ?? path.join(ROOT, '.venv/bin/python')
const ENVIRONMENT = {
  ...process.env,
  PYTHONPATH: [path.join(ROOT, 'desktop'), ROOT].join(path.delimiter),
  OMNIIMAGE_NO_KEYCHAIN: '1',
}

/** Waits, ten seconds unless told otherwise, until `check` no longer throws: for what the page saves after a pause. */
export async function eventually(check, seconds = 10) {
  for (const ends = Date.now() + 1000 * seconds; ; await new Promise((wake) => setTimeout(wake, 50))) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > ends) throw error
    }
  }
}

export class Studio {
  folder = mkdtempSync(path.join(tmpdir(), 'omniimage-e2e-'))
  #children = []

  async start() {
    const [child, { url, token }] = await this.#program(['-m', 'omniimage', 'serve', '--data-dir', path.join(this.folder, 'data')])
    Object.assign(this, { server: child, url, token })
    return this
  }

  /** Quits as a user would, or with SIGKILL as a power cut would. */
  async stop(signal = 'SIGTERM') {
    this.server.kill(signal)
    await once(this.server, 'exit')
  }

  /** A provider's server; `flags` as of `python -m tests.wire.server`. Its key is saved, and it is this provider from now on. */
  async provider(id, ...flags) {
    const [, { bases }] = await this.#program(['-m', 'tests.wire.server', '--provider', id, ...flags])
    await this.call('save_config', { provider: id, key: 'sk-journey-0000-canary-1234', url: bases[id] })
  }

  /** A chat server as this provider; `flags` as of `python -m tests.wire.chat`. Gives its address. */
  async chat(id, ...flags) {
    const [, { url }] = await this.#program(['-m', 'tests.wire.chat', ...flags])
    await this.call('save_config', { provider: id, key: 'sk-journey-0000-canary-1234', url })
    return url
  }

  async call(method, args = {}) {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${this.url}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(args) })
    const { ok, data, error } = await answer.json()
    if (!ok) throw new Error(`${method}: ${error.code} ${error.message}`)
    return data
  }

  async close() {
    for (const child of this.#children) child.kill('SIGTERM')
    await Promise.all(this.#children.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')))
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Starts a Python program and waits for the line of JSON that says it is ready. */
  async #program(args) {
    // What a journey throws away goes to a bin of its own.
    const env = { ...ENVIRONMENT, HOME: this.folder, XDG_DATA_HOME: path.join(this.folder, 'share') }
    const child = spawn(PYTHON, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#children.push(child)
    let said = ''
    child.stderr.on('data', (text) => (said = `${said}${text}`.slice(-2000)))
    const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${args.join(' ')} ended with ${code}: ${said}`)))
    ended.catch(() => null)
    const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended])
    return [child, JSON.parse(line)]
  }
}
