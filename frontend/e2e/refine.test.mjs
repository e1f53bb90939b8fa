/** From a goal to an accepted prompt, with the built-in writer and judge: no key, no network. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertQuiet, launch, open, picture } from './browser.mjs'
import { Studio } from './studio.mjs'

let studio, browser
before(async () => {
  ;[studio, browser] = [await new Studio().start(), await launch()]
})
after(async () => {
  await browser?.close()
  await studio?.close()
})

const cards = (page) => page.locator('[data-iteration]')
/** Writer, judge and caps are known: the goal can be sent off. */
const ready = (page) => page.locator('section:has(#refine-goal) button:enabled').last().waitFor()

/** Words of the page in each language. */
const WORDS = {
  en: { locale: 'en-US', place: 'Refine', goal: 'Goal', sample: /coastal walk/, first: /First image/, wrong: 'What is still wrong?', feedback: 'There should be two sailing boats', more: /more/, accept: /^Accept \d/, accepted: 'Accepted', judged: /judged by/, prompt: 'Prompt', score: 'Score' },
  zh: { locale: 'zh-CN', place: '优化', goal: '目标', sample: /海岸徒步海报/, first: /生成第一张/, wrong: '还有哪里不对？', feedback: '应该有两艘帆船', more: /再来/, accept: /^采纳第 \d/, accepted: '已采纳', judged: /评审/, prompt: '提示词', score: '得分' },
  ru: { locale: 'ru-RU', place: 'Уточнение', goal: 'Цель', sample: /Постер прогулки/, first: /Первое изображение/, wrong: 'Что ещё не так?', feedback: 'Должно быть две парусные лодки', more: /^Ещё/, accept: /^Принять \d/, accepted: 'Принято', judged: /судит/, prompt: 'Промпт', score: 'Оценка' },
}

for (const [language, words] of Object.entries(WORDS)) {
  test(`from a goal to an accepted prompt, ${language}`, async () => {
    const theme = language === 'zh' ? 'light' : 'dark'
    await studio.call('update_settings', { changes: { language, theme } })
    const page = await open(browser, studio, { locale: words.locale, theme })
    await page.getByRole('button', { name: words.place, exact: true }).click()
    // A session of the language before is shown: another one is begun.
    await page.locator('#refine-goal, [data-iteration]').first().waitFor()
    if ((await cards(page).count()) > 0) await page.keyboard.press('n')
    await page.getByRole('button', { name: words.sample }).click()
    await ready(page)
    await picture(page, `refine-start-${language}`)
    await page.keyboard.press('Control+Enter')

    await page.getByRole('button', { name: words.first }).waitFor()
    await assertFits(page)
    await picture(page, `refine-draft-${language}`)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: words.first }).click()
    await page.getByRole('button', { name: words.accept }).waitFor()
    assert.equal(await cards(page).count(), 1)

    await page.getByRole('textbox', { name: words.wrong }).fill(words.feedback)
    await page.getByRole('textbox', { name: words.wrong }).press('Control+Enter')
    await cards(page).nth(1).locator('img').waitFor()
    await page.getByRole('button', { name: words.accept }).waitFor()
    await page.getByText(words.feedback).first().waitFor()
    await page.getByRole('grid').getByText(words.judged).waitFor()
    await assertFits(page)
    await picture(page, `refine-done-${language}`)

    // The answers are walked with the arrow keys, and say what was seen.
    await page.getByRole('gridcell').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tooltip').waitFor()
    await page.keyboard.press('Escape')

    for (const [width, height] of [[1024, 640], [720, 450]]) {
      await page.setViewportSize({ width, height })
      await assertFits(page)
      await picture(page, `refine-${width}-${language}`)
    }
    await page.getByRole('radio', { name: words.score, exact: true }).click()
    await assertFits(page)
    await picture(page, `refine-720-score-${language}`)
    await page.getByRole('radio', { name: words.prompt, exact: true }).click()
    await page.setViewportSize({ width: 1440, height: 900 })

    await page.getByRole('button', { name: words.accept }).click()
    await page.getByRole('button', { name: words.accepted, exact: true }).waitFor()
    const { sessions } = await studio.call('list_sessions', {})
    assert.equal(sessions[0].stopped, 'accepted')
    assert.ok(sessions[0].best_score > 50, `the best scored ${sessions[0].best_score}`)
    assertQuiet(page)
    await page.context().close()
  })
}

test('a chat model of a provider: stopped, gone on with, reloaded in the middle, and when it talks of something else', async () => {
  const own = await new Studio().start()
  try {
    // Its third answer, and the repair of it, are prose.
    await own.chat('openrouter', '--refines', '--pause', '0.4', '--prose', '3', '4')
    const page = await open(browser, own)
    await page.keyboard.press('Control+4')
    await page.getByRole('button', { name: /coastal walk/ }).click()
    await ready(page)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: /First image/ }).click()

    await page.getByRole('alert').getByText('Unexpected form').waitFor()
    await picture(page, 'refine-halted')
    assert.equal(await cards(page).count(), 1)
    await page.getByRole('alert').getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Accept 1/ }).waitFor()

    // So many that it is not over before it is stopped, however slow the machine.
    const more = page.getByRole('spinbutton', { name: 'How many more images' })
    await more.fill('9')
    await more.press('Tab')
    await page.getByRole('button', { name: /^9 more/ }).click()
    await page.getByRole('button', { name: /^Stop/ }).click()
    await page.getByText('Stopped by you.').waitFor()
    await picture(page, 'refine-stopped')

    await more.fill('3')
    await more.press('Tab')
    await page.getByRole('button', { name: /^3 more/ }).click()
    await page.getByRole('button', { name: /^Stop/ }).waitFor()
    await page.reload()
    await page.locator('#compare-prompt').waitFor()
    await page.keyboard.press('Control+4')
    await cards(page).nth(1).waitFor()
    await page.getByRole('button', { name: /^Accept [1-9]/ }).waitFor()
    await picture(page, 'refine-reloaded')

    const { sessions } = await own.call('list_sessions', {})
    const { iterations } = await own.call('get_session', { session_id: sessions[0].id })
    const { images } = await own.call('list_images', { query: {} })
    assert.equal(images.length, iterations.filter(({ image }) => image).length)
    assertQuiet(page)
  } finally {
    await own.close()
  }
})
