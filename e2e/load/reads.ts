import { type BareJobs, type Said } from './bare'
import { exchange, openSocket, requestBytes } from './connection'
import { type LoaderJobs } from './loader'
import { middlePair } from './numbers'
import { type Program } from './program'
import { type Soundings } from './soundings'
import { atLeast, type Row } from './table'

const REPEATS = 5
const SHOT_MS = 1000
const CONNECTIONS = 32

type Programs = { loader: Program<LoaderJobs>; bare: Program<BareJobs>; barePort: number }

/** Flag reads, each beside a plain node:http server that says the very same bytes. @param flag one of the flags */
export async function measureReads(soundings: Soundings, programs: Programs, flag: string): Promise<Row[]> {
  const { port, keys, environment } = soundings
  const bearer = { authorization: `Bearer ${keys.server}` }
  const document = `/api/flags/v1/${environment}.json`
  const json = { ...bearer, 'content-type': 'application/json' }
  const context = JSON.stringify({ context: { targetingKey: 'user-33', plan: 'pro' } })
  const whole = requestBytes('GET', document, bearer)
  const { said, etag } = await listen(port, whole)
  const size = `${(said.body.length / 1000).toFixed(0)} KB`
  const held = requestBytes('GET', document, { ...bearer, 'if-none-match': etag })
  const single = requestBytes('POST', `/ofrep/v1/evaluate/flags/${flag}`, json, context)
  const bulk = requestBytes('POST', '/ofrep/v1/evaluate/flags', json, context)
  const compare = async (name: string, request: Buffer, bar: number): Promise<Row> => {
    const [ours, plain] = await ratesOf(soundings, programs, request)
    return atLeast(name, bar, ours, plain, '/s')
  }
  return [
    await compare(`flag document 200, ${size}`, whole, 0.7),
    await compare('flag document 304', held, 0.7),
    await compare('OFREP, one flag', single, 0.6),
    await compare('OFREP, 50 flags', bulk, 0.25),
  ]
}

/** Answers a second of Soundings and of the plain server, in turns. */
async function ratesOf(soundings: Soundings, { loader, bare, barePort }: Programs, request: Buffer) {
  const { said } = await listen(soundings.port, request)
  await bare.ask('say', said)
  const shot = { request, connections: CONNECTIONS, ms: SHOT_MS }
  const turns: [number, number][] = []
  for (let i = 0; i < REPEATS; i += 1) {
    const plain = await loader.ask('fire', { ...shot, port: barePort })
    turns.push([await loader.ask('fire', { ...shot, port: soundings.port }), plain])
  }
  return middlePair(turns)
}

const MADE_BY_NODE = new Set(['date', 'connection', 'keep-alive', 'content-length'])

/** What Soundings says to a request, for the plain server to repeat. */
async function listen(port: number, request: Buffer): Promise<{ said: Said; etag: string }> {
  const socket = await openSocket(port)
  const { status, head, body } = await exchange(socket, request)
  socket.destroy()
  if (status >= 400) throw new Error(`answered ${status}: ${body.toString()}`)
  const headers: Record<string, string> = {}
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (!MADE_BY_NODE.has(name)) headers[name] = line.slice(colon + 1).trim()
  }
  if (status === 200) headers['content-length'] = String(body.length)
  return { said: { status, headers, body }, etag: headers['etag'] ?? '' }
}
