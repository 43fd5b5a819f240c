import { z } from 'zod'
import { flip, rest } from './house'
import { type LoaderJobs } from './loader'
import { clockMs, median } from './numbers'
import { type Program } from './program'
import { type Soundings } from './soundings'
import { atMost, type Row } from './table'

export const CLIENTS = 2000
const PUSHES = 7

const Bulk = z.object({ eventStreams: z.array(z.object({ endpoint: z.object({ requestUri: z.string() }) })) })

/** Address of the stream of changed flags, as the bulk answer tells it to clients. */
export async function streamPathOf({ url, keys }: Soundings): Promise<string> {
  const answer = await fetch(`${url}/ofrep/v1/evaluate/flags`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.client}`, 'content-type': 'application/json' },
    body: JSON.stringify({ context: { targetingKey: 'somebody' } }),
  })
  const [stream] = Bulk.parse(await answer.json()).eventStreams
  if (!stream) throw new Error('the bulk answer names no stream')
  return stream.endpoint.requestUri
}

/** Many listening clients: what each costs, and how long a published change takes to reach the last of them. */
export async function measurePushes(soundings: Soundings, loader: Program<LoaderJobs>, flag: string): Promise<Row[]> {
  const path = await streamPathOf(soundings)
  const open = (count: number) => loader.ask('openStreams', { port: soundings.port, path, count })
  // A first round, so that what the process keeps for ever is not counted as theirs.
  await open(CLIENTS / 10)
  await loader.ask('closeStreams', undefined)
  const before = soundings.memory()
  await open(CLIENTS)
  const eachKiB = (soundings.memory() - before) / CLIENTS / 1024
  const took: number[] = []
  for (let version = await versionOf(soundings, flag); took.length < PUSHES; version += 1) {
    await loader.ask('armStreams', undefined)
    const askedAt = clockMs()
    await flip(soundings, flag, version)
    const heard = await loader.ask('heardByStreams', undefined)
    took.push((heard.at(-1) ?? Number.NaN) - askedAt)
  }
  await loader.ask('closeStreams', undefined)
  const clients = CLIENTS.toLocaleString('en')
  return [
    atMost(`change asked for → last of ${clients} streams (median)`, 250, median(took), 'ms'),
    atMost(`memory of a stream, ${clients} open`, 20, eachKiB, 'KiB'),
  ]
}

async function versionOf(soundings: Soundings, flag: string): Promise<number> {
  const edited = await rest(soundings, 'PATCH', `flags/${flag}`, { expectedVersion: 1, purpose: 'Pushed.' })
  return z.object({ version: z.int() }).parse(edited).version
}
