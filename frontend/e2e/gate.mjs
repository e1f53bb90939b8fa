/** A compatible service on loopback that lets in one key, and counts the pictures it was paid for. */
import { once } from 'node:events'
import { createServer } from 'node:http'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export class Gate {
  paid = 0

  constructor(key) {
    this.key = key
  }

  async start() {
    this.server = createServer(async (request, response) => {
      for await (const _ of request);
      const isWelcome = request.headers.authorization === `Bearer ${this.key}`
      const [status, body] = isWelcome ? [200, this.#answer(request)] : [401, { error: { message: 'Incorrect API key provided', code: 'invalid_api_key' } }]
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    this.url = `http://127.0.0.1:${this.server.address().port}/v1`
    return this
  }

  close() {
    this.server.closeAllConnections()
    this.server.close()
  }

  #answer({ method, url }) {
    if (method === 'GET') return { object: 'list', data: ['journey-model', 'journey-large'].map((id) => ({ id, object: 'model' })) }
    if (url.includes('/images/')) this.paid += 1
    return { created: 1, data: [{ b64_json: PIXEL }] }
  }
}
