/** A provider on loopback that answers as a test says: Gemini's `generateContent`, and chat completions. */
import { once } from 'node:events'
import { createServer } from 'node:http'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export const answers = {
  picture: { candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: PIXEL } }] }, finishReason: 'STOP' }] },
  /** So many pictures in one answer, as OpenAI sends them. */
  data: (count) => ({ created: 1, data: Array.from({ length: count }, () => ({ b64_json: PIXEL })) }),
  words: (text) => ({ candidates: [{ content: { parts: [{ text }] }, finishReason: 'STOP' }] }),
  refusal: { promptFeedback: { blockReason: 'SAFETY' } },
  /** Of a chat model, at a price. */
  said: (text, cost = 0.004) => ({
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18, cost },
  }),
}

/**
 * `next` is what the following POSTs get, in turn: JSON, a status to fail with, `drop`, `hold` for no answer at all, or `pass`;
 * after the last, pictures. With `behind`, what is passed and what comes after the last goes on to the server there. `asked`:
 * how many came.
 */
export class Service {
  next = []
  asked = 0

  constructor(behind) {
    this.behind = behind
  }

  async start() {
    this.server = createServer(async (request, response) => {
      const pieces = []
      for await (const piece of request) pieces.push(piece)
      const isFree = request.method === 'GET'
      if (!isFree) this.asked += 1
      const answer = isFree ? {} : (this.next.shift() ?? (this.behind ? 'pass' : answers.picture))
      if (answer === 'drop') return request.socket.destroy()
      if (answer === 'hold') return
      const [status, body, headers] = answer === 'pass' ? await this.#passed(request, Buffer.concat(pieces)) : scripted(answer)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
    })
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    this.url = `http://127.0.0.1:${this.server.address().port}`
    return this
  }

  close() {
    this.server.closeAllConnections()
    this.server.close()
  }

  async #passed({ url }, body) {
    const answer = await fetch(`${this.behind}${url}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    return [answer.status, Buffer.from(await answer.arrayBuffer())]
  }
}

/** A status alone, or with headers, or a whole answer. */
function scripted(answer) {
  const { status, headers } = typeof answer === 'number' ? { status: answer } : answer
  return status ? [status, JSON.stringify({ error: { code: status, message: 'scripted' } }), headers] : [200, JSON.stringify(answer)]
}
