import { exchange, openSocket, requestBytes } from './connection'
import { fillFeedback } from './fill-feedback'
import { type LoaderJobs } from './loader'
import { clockMs, quantile } from './numbers'
import { type Program } from './program'
import { type Soundings } from './soundings'
import { atMost, type Row } from './table'

const ITEMS = 100_000
const PER_S = 10
const TURN_MS = 20_000
const WARM_UP_MS = 2000

/** @param name no two calls may share it: it makes people and ids unique */
export type Saying = { port: number; key: string; perS: number; ms: number; name: string }

/**
 * People write one after the other, at a steady rate whatever the server does: each item with words of its own, a person,
 * a score and facts of a session.
 * @returns milliseconds from the moment at which each was due to its answer
 * @throws when one of them is not created
 */
export async function sendFeedback({ port, key, perS, ms, name }: Saying): Promise<number[]> {
  const startedAt = clockMs()
  const under: Promise<number>[] = []
  for (let i = 0; i < (ms / 1000) * perS; i += 1) {
    const dueAt = startedAt + (i * 1000) / perS
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - clockMs())))
    under.push(say(port, key, itemOf(name, i), dueAt))
  }
  return Promise.all(under)
}

async function say(port: number, key: string, item: object, dueAt: number): Promise<number> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const socket = await openSocket(port)
  const { status, body } = await exchange(
    socket,
    requestBytes('POST', '/api/ingest/v1/feedback', headers, JSON.stringify(item)),
  )
  socket.destroy()
  if (status !== 201) throw new Error(`${status} ${body.toString()}`)
  return clockMs() - dueAt
}

const VOCABULARY = 4000

function itemOf(name: string, i: number): object {
  const seed = name.length + i * 7919
  const words = Array.from({ length: 14 }, (_, k) => `word${(seed + k * 104_729 + i * k) % VOCABULARY}`)
  return {
    externalId: `${name}-${i}`,
    channel: 'widget',
    text: `${words.join(' ')}. Write to somebody@example.com.`,
    unit: `${name}-person-${i}`,
    email: `${name}-${i}@example.com`,
    rating: 1 + (i % 5),
    consent: { reply: true },
    context: { session_id: `${name}-session-${i}`, platform: 'ios', appVersion: '7.2.0' },
  }
}

/** Single items through the door into a workspace that holds 100,000, while the worker reads what comes in. */
export async function measureFeedback(soundings: Soundings, loader: Program<LoaderJobs>): Promise<Row> {
  const { databaseUrl, port, keys } = soundings
  await fillFeedback(databaseUrl, ITEMS)
  const door = { port, key: keys.client, perS: PER_S }
  await loader.ask('sendFeedback', { ...door, ms: WARM_UP_MS, name: 'warm-up' })
  const took = await loader.ask('sendFeedback', { ...door, ms: TURN_MS, name: 'said' })
  const name = `feedback, one item at ${ITEMS.toLocaleString('en')}, p95 of ${took.length}`
  return atMost(name, 25, quantile(took, 0.95), 'ms')
}
