import { Copying } from './copying'
import { EVENT } from './house'
import { type LoaderJobs } from './loader'
import { middlePair, quantile } from './numbers'
import { type Program } from './program'
import { streamPathOf } from './pushes'
import { type Soundings } from './soundings'
import { atLeast, atMost, type Row } from './table'
import { EVENTS_A_REQUEST } from './telemetry'

const TURNS = 3
const TURN_MS = 5000
const CONNECTIONS = 16
const PEOPLE = 200

/** Rows a second through the public door, against COPY of the same rows. @param flag with a running rollout */
export async function measureIngest(
  soundings: Soundings,
  loader: Program<LoaderJobs>,
  flag: string,
): Promise<{ row: Row; perS: number }> {
  const copying = new Copying(soundings.databaseUrl)
  const turns: [number, number][] = []
  await send(soundings, loader, { flag, ms: 1500, rowsPerS: null, name: 'warm-up' })
  for (let turn = 0; turn < TURNS; turn += 1) {
    const sent = await send(soundings, loader, { flag, ms: TURN_MS, rowsPerS: null, name: `turn-${turn}` })
    turns.push([sent.perS, await copying.run()])
  }
  await copying.close()
  const [perS, copied] = middlePair(turns)
  const name = `ingest, ${EVENTS_A_REQUEST} events a request, against COPY`
  return { row: atLeast(name, 0.15, perS, copied, 'rows/s'), perS }
}

type Sending = { flag: string; ms: number; rowsPerS: number | null; name: string }

async function send(soundings: Soundings, loader: Program<LoaderJobs>, sending: Sending) {
  const { port, keys } = soundings
  const more = { port, key: keys.client, event: EVENT, document: await documentOf(soundings), connections: CONNECTIONS }
  return loader.ask('sendTelemetry', { ...sending, ...more })
}

async function documentOf({ url, keys, environment }: Soundings): Promise<string> {
  const headers = { authorization: `Bearer ${keys.server}` }
  return (await fetch(`${url}/api/flags/v1/${environment}.json`, { headers })).text()
}

/** From harm to safety, at half of what ingest can take: each rollout breaches once. */
export async function measureBreaches(
  soundings: Soundings,
  programs: { loader: Program<LoaderJobs>; client: Program<LoaderJobs> },
  input: { flags: readonly string[]; background: string; perS: number },
): Promise<Row> {
  const { port, keys } = soundings
  const { loader, client } = programs
  const streamPath = await streamPathOf(soundings)
  const door = { port, key: keys.client }
  const met: { flag: string; exposed: string[] }[] = []
  for (const flag of input.flags)
    met.push({ flag, exposed: await client.ask('expose', { ...door, flag, people: PEOPLE }) })
  const took: number[] = []
  const over = new AbortController()
  const noise = async () => {
    for (let i = 0; !over.signal.aborted; i += 1) {
      const name = `noise-${i}`
      await send(soundings, loader, { flag: input.background, ms: 1000, rowsPerS: input.perS / 2, name })
    }
  }
  const breaches = async () => {
    for (const { flag, exposed } of met) {
      took.push(await client.ask('breach', { ...door, flag, exposed, event: EVENT, streamPath }))
    }
  }
  await Promise.all([noise(), breaches().finally(() => over.abort())])
  return atMost(
    `breach → roll back → client holds it, p95 of ${took.length}, half ingest`,
    2000,
    quantile(took, 0.95),
    'ms',
  )
}
