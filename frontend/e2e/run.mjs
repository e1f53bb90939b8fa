/**
 * All journeys, file after file. `E2E_RETRIES=1`: a file that fails has another go, and is named at the end. What only
 * passes the second time is to be mended all the same.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'

const retries = Number(process.env.E2E_RETRIES ?? 0)
const folder = import.meta.dirname
const passes = (file) => spawnSync(process.execPath, ['--test', file], { stdio: 'inherit' }).status === 0

const failed = []
const flaky = []
for (const name of readdirSync(folder).filter((name) => name.endsWith('.test.mjs')).sort()) {
  const file = `${folder}/${name}`
  if (passes(file)) continue
  let tries = 0
  while (tries < retries && !passes(file)) tries++
  ;(tries < retries ? flaky : failed).push(basename(name, '.test.mjs'))
}
if (flaky.length > 0) console.log(`FLAKY, passed when tried again: ${flaky.join(', ')}`)
if (failed.length > 0) console.log(`FAILED: ${failed.join(', ')}`)
process.exitCode = failed.length > 0 ? 1 : 0
