/** Every way in which a refinement ends or stands still, made at the wire: what is said of it, what was paid, how it goes on. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { assertFits, assertQuiet, launch, open, picture } from './browser.mjs'
import { answers, Service } from './service.mjs'
import { Studio, eventually } from './studio.mjs'

const KEY = 'sk-journey-0000-canary-1234'
const MODEL = 'gemini/gemini-3-pro-image'
const GOAL = 'Winter card: three red foxes in a snowy forest at sunrise, no people'
const [CALL, IMAGE] = [0.004, 0.134]

/** Words of the page in each language. */
const WORDS = {
  zh: { locale: 'zh-CN', theme: 'light', first: /生成第一张/, wrong: '还有哪里不对？', say: '狐狸应该更大', accept: /^采纳第 \d/, more: /^再来/, goOn: '继续', stop: /^停止/, again: /^重新发送/, count: '再生成几张' },
  ru: { locale: 'ru-RU', theme: 'dark', first: /Первое изображение/, wrong: 'Что ещё не так?', say: 'Лисы должны быть крупнее', accept: /^Принять \d/, more: /^Ещё/, goOn: 'Продолжить', stop: /^Остановить/, again: /^Отправить снова/, count: 'Сколько ещё изображений' },
}

let studio, browser, chat, painter
before(async () => {
  ;[studio, browser] = [await new Studio().start(), await launch()]
  // Its judge finds nothing wrong with a picture: what is said to be wrong is mended by the next.
  chat = await new Service(await studio.chat('openrouter', '--refines', '--blind')).start()
  painter = await new Service().start()
  await studio.call('save_config', { provider: 'openrouter', key: KEY, url: chat.url })
  await studio.call('save_config', { provider: 'gemini', key: KEY, url: painter.url })
})
beforeEach(async () => {
  chat.next = []
  painter.next = []
  await studio.call('set_caps', { caps: {} })
})
after(async () => {
  await browser?.close()
  chat?.close()
  painter?.close()
  await studio?.close()
})

const card = (page, index) => page.locator(`[data-iteration="${index}"]`)
const button = (page, name) => page.getByRole('button', { name })

/** The page that shows the newest session. */
async function shown(language) {
  const { locale, theme } = WORDS[language]
  const page = await open(browser, studio, { locale, theme })
  await page.keyboard.press('Control+4')
  return page
}

/** A written session, and the page that shows it. `asked`: what was sent for it. */
async function begun(language, iterations_count = 1) {
  const words = WORDS[language]
  const [chats, images] = [chat.asked, painter.asked]
  await studio.call('update_settings', { changes: { language, theme: words.theme } })
  const { id } = await studio.call('create_session', { goal: GOAL, model: MODEL, iterations_count })
  const session = () => studio.call('get_session', { session_id: id })
  await eventually(async () => assert.equal((await session()).status, 'draft'))
  const page = await shown(language)
  await button(page, words.first).and(page.locator(':enabled')).waitFor()
  return { page, id, session, words, asked: () => ({ chats: chat.asked - chats, images: painter.asked - images }) }
}

/** The same with its first image. */
async function started(language, iterations_count) {
  const found = await begun(language, iterations_count)
  await button(found.page, found.words.first).click()
  await button(found.page, found.words.accept).waitFor()
  return found
}

/** Says what is wrong, and lets the loop mend it. */
async function say({ page, words }) {
  const wrong = page.getByRole('textbox', { name: words.wrong })
  await wrong.fill(words.say)
  await wrong.press('Control+Enter')
}

/** What stands in the banner; looked at on a large page and on a small one. */
async function halted(page, name, ...texts) {
  const alert = page.getByRole('alert')
  for (const text of texts) await alert.getByText(text).waitFor()
  await seen(page, name)
  return alert
}

async function seen(page, name) {
  await picture(page, `refine-${name}`)
  await page.setViewportSize({ width: 1024, height: 640 })
  await assertFits(page)
  await picture(page, `refine-${name}-1024`)
  await page.setViewportSize({ width: 1440, height: 900 })
}

async function goOn({ page, words }, index) {
  await page.getByRole('alert').getByRole('button', { name: words.goOn }).click()
  await page.getByRole('alert').waitFor({ state: 'detached' })
  await card(page, index).locator('img').waitFor()
  await button(page, words.accept).waitFor()
}

/** Its images and what it cost: each of them, and each answer of a chat model, once. `free`: calls that were not answered. */
async function assertPaid({ session, asked, page }, images, free = 0) {
  const { image_cost, chat_cost, iterations } = await session()
  assert.equal(iterations.filter(({ image }) => image).length, images)
  assert.deepEqual([image_cost, chat_cost].map((cost) => cost.toFixed(3)), [images * IMAGE, (asked().chats - free) * CALL].map((cost) => cost.toFixed(3)))
  assertQuiet(page)
  await page.context().close()
}

test('an image refused in the middle is kept, and the next wording tried; refused again it ends, and one more is paid for once', async () => {
  const found = await started('zh', 2)
  const { page, words, asked } = found
  painter.next = [answers.refusal]
  await say(found)
  await card(page, 1).getByText('被服务商拒绝').waitFor()
  await card(page, 2).locator('img').waitFor()
  await button(page, '采纳第 3 张').waitFor()

  painter.next = [answers.refusal, answers.refusal]
  await say(found)
  await page.getByRole('status').getByText('服务商拒绝了最后的写法').waitFor()
  await seen(page, 'refused')
  const more = page.getByRole('spinbutton', { name: words.count })
  await more.fill('1')
  await more.press('Tab')
  await button(page, words.more).click()
  await card(page, 5).locator('img').waitFor()
  await button(page, words.accept).waitFor()
  assert.equal(asked().images, 6)
  await assertPaid(found, 3)
})

test('an image model that lost its key: pasted where the loop stands, it goes on with the wording it has', async () => {
  const found = await started('ru')
  const { page, session, words, asked } = found
  painter.next = [401]
  await say(found)
  const alert = await halted(page, 'key-lost', 'Ключ отклонён', /Деньги не списаны/)
  const wording = (await session()).iterations[1].prompt_text
  await alert.locator('input').fill(KEY)
  await alert.locator('input').press('Enter')
  await alert.waitFor({ state: 'detached' })
  await card(page, 1).locator('img').waitFor()
  await button(page, words.accept).waitFor()
  assert.equal((await session()).iterations[1].prompt_text, wording)
  assert.equal(asked().images, 3)
  await assertPaid(found, 2)
})

test('a judge of no use: its image is kept and not made again', async () => {
  const found = await begun('zh')
  const { page, asked } = found
  chat.next = [answers.said('今天天气真好。'), answers.said('还是天气好。')]
  await button(page, found.words.first).click()
  const alert = await halted(page, 'judge-prose', '格式不符', /Grok.*已计费。/)
  await alert.getByRole('button', { name: '换用其他模型' }).waitFor()
  await button(page, found.words.more).and(page.locator(':enabled')).waitFor()
  await goOn(found, 0)
  assert.equal(asked().images, 1)

  // The new question, the second look and the wording are good; of the new image nothing is answered, three times.
  chat.next = ['pass', 'pass', 'pass', ...Array(3).fill(answers.said('{"answers": []}'))]
  await say(found)
  await halted(page, 'judge-nothing', '返回内容无法使用', /Grok.*已计费。/)
  await alert.getByRole('button', { name: '换用其他模型' }).waitFor()
  await goOn(found, 1)
  assert.equal(asked().images, 2)
  await assertPaid(found, 2)
})

test('a writer of no use, then without credit: no image is made of that, and what was answered is not asked again', async () => {
  const found = await started('ru')
  const { page, words, asked } = found
  chat.next = ['pass', 'pass', ...Array(3).fill(answers.said('{"blocks": [{"name": "subject", "text": "## FLEX_END:subject"}], "summary": ""}'))]
  await say(found)
  const alert = await halted(page, 'writer-broken', 'Ответ не пригодился', /Grok.*Деньги списаны/)
  chat.next = [402]
  await alert.getByRole('button', { name: words.goOn }).click()
  await halted(page, 'writer-unpaid', 'Нет средств', /OpenRouter.*Деньги не списаны/)
  assert.equal(asked().images, 1)
  await goOn(found, 1)
  assert.equal(asked().images, 2)
  await assertPaid(found, 2, 1)
})

test('a cap between two steps, and a service that wants a pause', async () => {
  const found = await started('zh')
  const { page, id, words, asked } = found
  await studio.call('set_caps', { caps: { run: 0.1 } })
  await studio.call('add_feedback', { session_id: id, text: words.say })
  await studio.call('run_session', { session_id: id })
  const alert = await halted(page, 'capped', '超出单次上限。', /未计费。/)
  assert.equal(asked().images, 1)
  await studio.call('set_caps', { caps: {} })
  chat.next = [{ status: 429, headers: { 'retry-after': '3' } }]
  await alert.getByRole('button', { name: words.goOn }).and(page.locator(':enabled')).click()
  await page.getByRole('status').getByText('等待中，重试倒计时').waitFor()
  await seen(page, 'waiting')
  await card(page, 1).locator('img').waitFor()
  await button(page, words.accept).waitFor()
  assert.equal(asked().images, 2)
  await assertPaid(found, 2, 1)
})

test('stopped while an image is made; locked where it should mend', async () => {
  const found = await started('ru')
  const { page, id, words, asked } = found
  painter.next = ['hold']
  await say(found)
  await eventually(() => assert.equal(asked().images, 2), 30)
  await button(page, words.stop).click()
  await page.getByRole('status').getByText('Остановлено вами.').waitFor()
  await card(page, 1).getByText('Деньги могли быть списаны.').waitFor()
  await seen(page, 'stopped-at-image')
  await page.getByRole('button', { name: 'Создать изображение' }).click()
  await card(page, 1).locator('img').waitFor()
  await button(page, words.accept).waitFor()
  assert.equal(asked().images, 3)

  await studio.call('update_session', { session_id: id, changes: { locked: ['subject', 'style', 'composition', 'lighting', 'camera', 'constraints', 'negative_constraints'] } })
  await say(found)
  await page.getByRole('status').getByText('Не пройдено то, что закреплено.').waitFor()
  await seen(page, 'locked')
  assert.equal(asked().images, 3)
  await assertPaid(found, 2)
})

test('killed while an image is made, and while a chat model is at work: said so, and sent again on a word alone', async () => {
  const found = await started('zh')
  const { words, asked } = found
  const killed = async () => {
    await studio.stop('SIGKILL')
    await found.page.context().close()
    await studio.start()
    found.page = await shown('zh')
  }
  painter.next = ['hold']
  await say(found)
  await eventually(() => assert.equal(asked().images, 2), 30)
  await killed()
  await halted(found.page, 'killed-at-image', '结果不明', /有一张图可能已生成并计费/)
  assert.equal(asked().images, 2)
  await button(found.page, words.again).click()
  await card(found.page, 1).locator('img').waitFor()
  await button(found.page, words.accept).waitFor()
  assert.equal(asked().images, 3)

  const { chats } = asked()
  chat.next = ['pass', 'hold']
  await say(found)
  await eventually(() => assert.equal(asked().chats, chats + 2), 30)
  await killed()
  await halted(found.page, 'killed-at-chat', '结果不明', /可能已计费/)
  assert.equal(asked().chats, chats + 2)
  await goOn(found, 2)
  assert.equal(asked().images, 4)
  await assertPaid(found, 3, 1)
})
