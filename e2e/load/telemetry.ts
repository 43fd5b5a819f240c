import { FlagdCore, MemoryStorage } from '@openfeature/flagd-core'
import { exchange, openSocket, requestBytes } from './connection'
import { clockMs } from './numbers'

export type Sending = {
  port: number
  key: string
  /** The flag document: the sender decides by itself, as in-process OpenFeature providers do. */
  document: string
  flag: string
  event: string
  connections: number
  ms: number
  /** Rows a second to keep to; null: as many as the server takes. */
  rowsPerS: number | null
  /** No two calls may share it: it makes people and ids unique. */
  name: string
}
export type Sent = { rows: number; perS: number }

export const EVENTS_A_REQUEST = 200
/** What one new person does: meets the flag, meets it again, looks at things; every tenth does what is counted. */
const ROWS_A_PERSON = 5
const COUNTED_EVERY = 10

/**
 * Sends what new people do as JSON, 200 rows with ids a request, over several connections in a closed loop.
 * @throws when a request is not taken whole
 */
export async function sendTelemetry(sending: Sending): Promise<Sent> {
  const { port, connections, ms, rowsPerS } = sending
  const sockets = await Promise.all(Array.from({ length: connections }, () => openSocket(port)))
  const decide = decider(sending)
  const startedAt = clockMs()
  let [asked, taken] = [0, 0]
  await Promise.all(
    sockets.map(async (socket) => {
      while (clockMs() - startedAt < ms) {
        const mine = (asked += 1)
        if (rowsPerS !== null) await until(startedAt + (mine * EVENTS_A_REQUEST * 1000) / rowsPerS)
        const { status, body } = await exchange(socket, requestOf(sending, mine, decide))
        const answer = body.toString()
        if (status !== 200 || !answer.includes(`"accepted":${EVENTS_A_REQUEST}`)) throw new Error(`${status} ${answer}`)
        taken += EVENTS_A_REQUEST
      }
    }),
  )
  for (const socket of sockets) socket.destroy()
  return { rows: taken, perS: (taken / (clockMs() - startedAt)) * 1000 }
}

type Decide = (unit: string) => string

function decider({ document, flag }: Sending): Decide {
  const core = new FlagdCore(new MemoryStorage(SILENT), SILENT)
  core.setConfigurations(document)
  return (unit) => core.resolveBooleanEvaluation(flag, false, { targetingKey: unit }, SILENT).variant ?? 'off'
}

function requestOf({ key, flag, event, name, document }: Sending, nth: number, decide: Decide): Buffer {
  const revision = /"version":"(\d+)"/.exec(document)?.[1] ?? ''
  const time = new Date().toISOString()
  const rows: string[] = []
  for (let i = 0; i < EVENTS_A_REQUEST / ROWS_A_PERSON; i += 1) {
    const unit = `${name}-${nth}-${i}`
    const common = `"unit":"${unit}","time":"${time}"`
    const met = `"type":"exposure",${common},"flag":"${flag}","variant":"${decide(unit)}","revision":${revision}`
    const done = i % COUNTED_EVERY === 0 ? event : 'booking.viewed'
    const did = (what: string) => `"type":"track",${common},"name":"${what}","value":${i}`
    const all = [met, met, did('page.viewed'), did('search.done'), did(done)]
    rows.push(...all.map((row, k) => `{"id":"${unit}-${k}",${row}}`))
  }
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  return requestBytes('POST', '/api/ingest/v1/events', headers, `{"events":[${rows.join(',')}]}`)
}

const quiet = (): void => undefined
const SILENT = { error: quiet, warn: quiet, info: quiet, debug: quiet }

const until = (atMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - clockMs())))
