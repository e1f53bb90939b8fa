/** What a person does with a refinement besides letting it run: own words, own pick, proof, branches; caps and halts. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, launch, open, picture } from './browser.mjs'
import { answers, Service } from './service.mjs'
import { Studio, eventually } from './studio.mjs'

const GOAL = 'Winter card: three red foxes in a snowy forest at sunrise, no people'
let studio, browser
before(async () => {
  ;[studio, browser] = [await new Studio().start(), await launch()]
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

const card = (page, index) => page.locator(`[data-iteration="${index}"]`)
const button = (page, name) => page.getByRole('button', { name })

/** A session written for `GOAL` by the built-in pair, and the page that shows it. */
async function begun(own = studio, rest = {}) {
  const session = await own.call('create_session', { goal: GOAL, model: 'offline/poster', image_params: { seed: 7 }, iterations_count: 2, ...rest })
  const page = await open(browser, own)
  await page.keyboard.press('Control+4')
  await button(page, /First image/).waitFor()
  return { page, id: session.id }
}

/** All that the loop makes of it by itself. */
async function ran(page) {
  await button(page, /First image/).click()
  await button(page, /^Accept 1/).waitFor()
  await button(page, /^2 more/).click()
  await button(page, /^Accept 3/).waitFor()
}

test('own pick, own words, two side by side, a proof and a branch', async () => {
  const { page, id } = await begun()
  const session = () => studio.call('get_session', { session_id: id })
  await ran(page)
  // All checks pass: there is nothing that more images could mend, until something is said.
  await page.getByText('The loop has nothing left to correct here.').waitFor()
  assert.ok(await button(page, /^2 more/).isDisabled())

  await card(page, 0).click()
  await button(page, 'Compare 3 ⇄ 1').click()
  const viewer = page.getByRole('dialog')
  await viewer.getByText('Image 3', { exact: true }).waitFor()
  await viewer.getByText('Image 1', { exact: true }).waitFor()
  await picture(page, 'refine-compare')
  await page.keyboard.press('Escape')

  await button(page, 'Prefer 1').click()
  await card(page, 0).getByLabel('your pick').waitFor()
  await page.getByRole('status').getByText('Waiting for you').waitFor()
  assert.equal((await session()).best, 0)

  // A block in other words is a new version, and stays in sight with its image.
  await button(page, 'Edit subject').click()
  await page.getByRole('textbox', { name: 'subject' }).fill('a fox, a forest, a snowman')
  await page.getByRole('textbox', { name: 'subject' }).press('Control+Enter')
  await button(page, /Make this image/).waitFor()
  await button(page, 'Edit subject').getByText('a snowman').waitFor()
  await button(page, /Make this image/).click()
  await button(page, /^Accept 4/).waitFor()

  // So is the whole text; what breaks a block is said, and nothing lost.
  await button(page, 'Full text…').click()
  const whole = page.getByRole('dialog')
  const text = whole.getByRole('textbox')
  const before = await text.inputValue()
  await text.fill(before.replace('## FLEX_END:subject\n', ''))
  await whole.getByRole('button', { name: 'Save as new version' }).click()
  await whole.getByRole('alert').getByText('begins inside another block').waitFor()
  await text.fill(`Flat poster.\n${before}`)
  await whole.getByRole('button', { name: 'Save as new version' }).click()
  await whole.waitFor({ state: 'detached' })
  await button(page, /Make this image/).click()
  await button(page, /^Accept 5/).waitFor()
  assert.match((await session()).iterations[4].prompt_text, /^Flat poster\.\n## FLEX_BEGIN:subject/)

  await card(page, 2).click()
  await button(page, 'Prefer 3').click()
  await card(page, 2).getByLabel('your pick').waitFor()
  await button(page, /^Verify/).click()
  await page.getByText(/^verified 3\/3 v 0\/3$/).first().waitFor()
  await picture(page, 'refine-verified')
  assert.equal((await session()).verification.first_images.length, 3)

  await card(page, 1).click()
  await button(page, 'Branch from 2').click()
  await page.getByText('Branched from image 2 of another session').waitFor()
  assert.equal(await page.locator('[data-iteration]').count(), 1)
  await picture(page, 'refine-branch')
  await page.getByText('Branched from image 2 of another session').click()
  await card(page, 4).waitFor()
  await assertFits(page)
  assertQuiet(page)
})

test('where every block is locked, it is said before anything is paid', async () => {
  const { page } = await begun()
  await button(page, /First image/).click()
  await button(page, /^Accept 1/).waitFor()
  const locks = button(page, /^Lock /)
  for (let left = await locks.count(); left > 0; left--) {
    await locks.first().click()
    await eventually(async () => assert.equal(await locks.count(), left - 1))
  }
  await page.getByText('What fails is in locked blocks. Unlock one, or accept.').waitFor()
  assert.ok(await button(page, /^\d more/).isDisabled())
  await button(page, /^Unlock subject/).click()
  await button(page, /^\d more/).and(page.locator(':enabled')).waitFor()
  assertQuiet(page)
})

test('the prompt of a picture becomes the goal of a refinement', async () => {
  const { page } = await begun()
  await button(page, /First image/).click()
  await button(page, /^Accept 1/).waitFor()
  await page.keyboard.press('Control+5')
  await page.locator('[data-tile]').first().click()
  await page.keyboard.press('Shift+R')
  await page.getByRole('textbox', { name: 'Goal' }).waitFor()
  assert.match(await page.getByRole('textbox', { name: 'Goal' }).inputValue(), /fox/)
  assertQuiet(page)
})

test('closer to a source: from its description to the last image by itself, each measured', async () => {
  const { id } = await begun()
  await studio.call('run_session', { session_id: id, iterations_count: 2 })
  const source = await eventually(async () => {
    const { status, iterations } = await studio.call('get_session', { session_id: id })
    assert.equal(status, 'done')
    return iterations[2].image
  })
  const { id: described } = await studio.call('start_reproduction', { img_id: source, model: 'offline/judge' })
  await eventually(async () => assert.equal((await studio.call('get_reproduction', { id: described })).state, 'done'))
  const page = await open(browser, studio)
  await button(page, 'Reproduce').click()
  await page.locator('[data-sources]').waitFor()
  await page.keyboard.press('h')
  await page.getByRole('list', { name: 'Earlier descriptions' }).getByRole('button').first().click()
  await button(page, 'Get closer').click()
  await page.getByRole('dialog').getByText(/4 images/).waitFor()
  await picture(page, 'closer-price')
  await page.getByRole('dialog').getByRole('button', { name: /^Start\s*free/ }).click()
  await button(page, /^Accept [0-3]/).waitFor()
  await page.getByText(/\d+% like the source \(palette \d+%, layout \d+%, texture \d+%\)/).waitFor()
  await picture(page, 'closer-done')
  await button(page, 'Compare with the source').click()
  await page.getByRole('dialog').getByText('Source', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  const { sessions } = await studio.call('list_sessions', {})
  const { iterations, stopped, source_image_id } = await studio.call('get_session', { session_id: sessions[0].id })
  assert.equal(source_image_id, source)
  assert.ok(stopped && iterations.length > 1, `${stopped} after ${iterations.length}`)
  assert.ok(iterations.every(({ closeness }) => closeness.overall > 0))
  assertQuiet(page)
})

test('over a cap every press says so before it is made; a refused key is pasted where the loop stands', async () => {
  const own = await new Studio().start()
  try {
    await own.chat('openrouter', '--refines')
    const { page, id } = await begun(own)
    assert.match((await own.call('get_session', { session_id: id })).roles.writer, /^openrouter\//)
    await button(page, /First image\s*≈ \$/).waitFor()
    await own.call('set_caps', { caps: { day: 0.0001 } })
    await page.getByText('Over your daily cap').waitFor()
    assert.ok(await button(page, /First image/).isDisabled())
    await picture(page, 'refine-over-cap')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('n')
    await button(page, /coastal walk/).click()
    await page.getByText('Over your daily cap').waitFor()
    assert.ok(await button(page, /Write checklist/).isDisabled())
    await picture(page, 'refine-start-over-cap')
    assert.equal((await own.call('list_sessions', {})).total, 1)
    await own.call('set_caps', { caps: {} })
    await button(page, /Write checklist/).and(page.locator(':enabled')).waitFor()

    // The key is refused in mid-loop.
    await button(page, 'Earlier refinements').click()
    await page.getByRole('list', { name: 'Earlier refinements' }).getByRole('button').first().click()
    const service = await new Service().start()
    try {
      service.next = Array(9).fill(401)
      await own.call('save_config', { provider: 'openrouter', key: 'sk-journey-0000-canary-9999', url: service.url })
      await button(page, /First image/).click()
      await page.getByRole('alert').getByRole('textbox').or(page.getByRole('alert').locator('input')).waitFor()
      await card(page, 0).locator('img').waitFor()
      await picture(page, 'refine-key-refused')
    } finally {
      service.close()
    }
    page.complaints.length = 0
    await own.chat('openrouter', '--refines')
    await button(page, /Resume/).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await button(page, /^Accept 1/).waitFor()
    await page.getByText('Writer and judge come from the same maker.').waitFor()
    assertQuiet(page)
  } finally {
    await own.close()
  }
})

test('a cap reached in mid-loop keeps everything and is gone on after; a lost judge gives way to another', async () => {
  const own = await new Studio().start()
  const service = await new Service().start()
  try {
    await own.chat('openrouter', '--refines')
    const { page, id } = await begun(own)
    const rested = () =>
      eventually(async () => {
        const session = await own.call('get_session', { session_id: id })
        assert.notEqual(session.status, 'running')
        return session
      })
    await button(page, /First image/).click()
    await button(page, /^Accept 1/).waitFor()
    const { cost } = await rested()
    await own.call('set_caps', { caps: { day: cost + 0.006 } })
    await own.call('run_session', { session_id: id, iterations_count: 2 })
    await page.getByRole('alert').getByText('Over your daily cap').waitFor()
    const capped = await rested()
    assert.deepEqual([capped.status, capped.error.code, capped.error.details.charged], ['failed', 'cost_cap', 'no'])
    await card(page, 0).locator('img').waitFor()
    await own.call('set_caps', { caps: {} })
    await button(page, /Resume/).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await button(page, /^Accept \d/).waitFor()
    assert.ok((await rested()).images > 1)

    service.next = Array(9).fill(401)
    await own.call('save_config', { provider: 'openrouter', key: 'sk-journey-0000-canary-9999', url: service.url })
    await own.call('add_feedback', { session_id: id, text: 'the foxes should be larger' })
    await own.call('run_session', { session_id: id, iterations_count: 1 })
    await page.getByRole('alert').getByText('Key refused').waitFor()
    assert.equal((await rested()).error.code, 'auth_failed')
    await button(page, 'Other models').click()
    const roles = page.locator('#refine-who')
    for (const [at, built] of ['Built-in writer', 'Built-in judge'].entries()) {
      await roles.getByRole('button').nth(at).click()
      await page.keyboard.type(built)
      await page.getByText(built).last().click()
      await roles.getByRole('button', { name: built }).waitFor()
    }
    page.complaints.length = 0
    await button(page, /Resume/).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await button(page, /^Accept \d/).waitFor()
    assert.equal((await rested()).error, null)
    assertQuiet(page)
  } finally {
    service.close()
    await own.close()
  }
})

test('an image that may have been charged unseen is asked for again only on a word, with its price', async () => {
  const own = await new Studio().start()
  const service = await new Service().start()
  try {
    await own.chat('openrouter', '--refines', '--blind')
    await own.call('save_config', { provider: 'gemini', key: 'sk-journey-0000-canary-1234', url: service.url })
    const { page } = await begun(own, { model: 'gemini/gemini-3-pro-image', image_params: {} })
    service.next = ['drop']
    await button(page, /First image/).click()
    await page.getByText('An image may have been made and charged', { exact: false }).waitFor()
    await picture(page, 'refine-unknown')
    await assertFits(page)
    assert.ok(await button(page, /First image/).isDisabled())
    await page.keyboard.press('Control+Enter')
    await button(page, /again.*\$/i).click()
    await card(page, 0).locator('img').waitFor()
    await button(page, /^Accept 1/).waitFor()
    assertQuiet(page)
  } finally {
    service.close()
    await own.close()
  }
})
