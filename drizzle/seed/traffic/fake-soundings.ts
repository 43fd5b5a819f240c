import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { decodeItem } from '@/lib/feedback/core/incoming'
import { decodeEvents } from '@/lib/telemetry/core/decode-events'
import { logRows } from '@/lib/telemetry/core/decode-otlp-logs'
import { type IncomingRecord } from '@/lib/telemetry/core/schema'
import { toRecords } from '@/lib/telemetry/core/to-records'

export type Taken = IncomingRecord & { door: 'otlp' | 'json' }

/** A server that speaks Soundings' three public protocols for the tests of the traffic, and remembers what it took. */
export class FakeSoundings {
  readonly taken: Taken[] = []
  readonly refused: string[] = []
  /** What people wrote. */
  readonly letters: { text: string; unit: string | null }[] = []
  /** Evaluations answered, by `flag variant`. */
  readonly evaluated = new Map<string, number>()
  readonly clients = new Set<string>()
  readonly keys = new Set<string>()
  /** What is served: by default half of the people are exposed. */
  serve: (flag: string, unit: string) => string = (_flag, unit) => (/[0-7]$/.test(unit) ? 'on' : 'control')
  /** Answers 503 to everything. */
  isAway = false
  turnedAway = 0
  readonly #waiting: { until: () => boolean; resolve: () => void }[] = []
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    if (typeof address !== 'object' || !address) throw new Error('the fake has no port')
    return `http://127.0.0.1:${address.port}`
  }

  evaluations(flag: string, variant: string): number {
    return this.evaluated.get(`${flag} ${variant}`) ?? 0
  }

  /** Resolves when the condition holds after some request. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ until: condition, resolve }))
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const body = Buffer.concat(chunks)
    if (this.isAway) {
      this.turnedAway += 1
      response.writeHead(503, { 'retry-after': '1' }).end()
    } else {
      this.keys.add(request.headers.authorization ?? '')
      this.#route(request.url ?? '', request, body, response)
    }
    for (const waiting of this.#waiting.splice(0)) {
      if (waiting.until()) waiting.resolve()
      else this.#waiting.push(waiting)
    }
  }

  #take(records: readonly IncomingRecord[], door: Taken['door']): void {
    for (const record of records) this.taken.push({ ...record, door })
  }

  #route(path: string, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const clock = { nowMs: Date.now(), simulated: false }
    const prefix = '/ofrep/v1/evaluate/flags/'
    if (path.startsWith(prefix)) {
      const client = request.headers['x-soundings-client']
      if (typeof client === 'string') this.clients.add(client.split(';')[0] ?? '')
      const key = path.slice(prefix.length)
      const variant = this.serve(key, JSON.parse(body.toString()).context.targetingKey)
      this.evaluated.set(`${key} ${variant}`, this.evaluations(key, variant) + 1)
      const metadata = { flagSetId: 'harbor-travel/production', version: '17' }
      const answer = { key, value: variant === 'on', variant, reason: 'TARGETING_MATCH', metadata }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    } else if (path === '/otlp/v1/logs' && request.headers['content-encoding'] === 'gzip') {
      const { records, rejections } = toRecords(logRows(gunzipSync(body), 'protobuf'), clock)
      this.#take(records, 'otlp')
      this.refused.push(...rejections.map(({ code }) => code))
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
    } else if (path === '/api/ingest/v1/events') {
      const decoded = decodeEvents(JSON.parse(body.toString()), clock)
      if (!decoded.ok) this.refused.push(decoded.code)
      else {
        this.#take(decoded.records, 'json')
        this.refused.push(...decoded.rejected.map(({ code }) => code))
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    } else if (path === '/api/ingest/v1/feedback') {
      const decoded = decodeItem(JSON.parse(body.toString()))
      if (decoded.ok) this.letters.push({ text: decoded.item.text, unit: decoded.item.unit })
      else this.refused.push(decoded.code)
      response.writeHead(201, { 'content-type': 'application/json' }).end('{}')
    } else response.writeHead(404).end()
  }
}
