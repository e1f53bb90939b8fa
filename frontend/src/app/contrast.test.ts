import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/app/styles.css', 'utf8')

function rolesOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  const block = css.slice(start, css.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, role = '', colour = '']) => [role, colour]))
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG 2.2, from 1 to 21. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const SURFACES = ['bg', 'well', 'panel', 'raised', 'press', 'selected', 'overlay']
const PAIRS: [number, string, string][] = [
  ...['text', 'muted', 'faint'].flatMap((ink) => SURFACES.map((surface): [number, string, string] => [4.5, ink, surface])),
  ...['bg', 'panel', 'overlay', 'bad-soft'].map((surface): [number, string, string] => [4.5, 'bad', surface]),
  ...['panel', 'overlay', 'accent-soft'].map((surface): [number, string, string] => [4.5, 'accent-text', surface]),
  [4.5, 'accent-ink', 'accent'],
  [4.5, 'accent-ink', 'accent-hover'],
  ...['dim', 'accent-line', 'ok'].flatMap((mark) => ['bg', 'well', 'panel'].map((surface): [number, string, string] => [3, mark, surface])),
]

describe.each([
  ['dark', ':root'],
  ['light', ":root[data-theme='light']"],
])('the %s theme', (_, selector) => {
  const roles = rolesOf(selector)
  it.each(PAIRS)('keeps at least %d : 1 for %s on %s', (least, ink, surface) => {
    expect(contrast(roles[ink] ?? '', roles[surface] ?? '')).toBeGreaterThanOrEqual(least)
  })
})
