/** A provider on loopback that answers as a test says: Gemini's `generateContent`. */
import { once } from 'node:events'
import { createServer } from 'node:http'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export const answers = {
  picture: { candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: PIXEL } }] }, finishReason: 'STOP' }] },
  words: (text) => ({ candidates: [{ content: { parts: [{ text }] }, finishReason: 'STOP' }] }),
  refusal: { promptFeedback: { blockReason: 'SAFETY' } },
}

/** `next` is what the following requests get, in turn: JSON, a status to fail with, or `drop`; after the last, pictures. */
export class Service {
  next = []

  async start() {
    this.server = createServer(async (request, response) => {
      for await (const _ of request);
      const answer = this.next.shift() ?? answers.picture
      if (answer === 'drop') return request.socket.destroy()
      const [status, body] = typeof answer === 'number' ? [answer, { error: { code: answer, message: 'scripted' } }] : [200, answer]
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
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
}
