import { z } from 'zod'
import { rest } from './house'
import { type LoaderJobs } from './loader'
import { clockMs, quantile } from './numbers'
import { type Program } from './program'
import { streamPathOf } from './pushes'
import { type Soundings } from './soundings'
import { atMost, type Row } from './table'

const CLIENTS = 200
/** Of all moments at which a client heard of a stop, that of the one in twenty that heard last. */
const PART = 0.95

/**
 * X on an incident, as the on-call presses it: each flag has a running rollout and an incident of its own. How long until
 * the stop is acknowledged, and until the listening clients are told.
 */
export async function measureStops(
  soundings: Soundings,
  loader: Program<LoaderJobs>,
  flags: readonly string[],
): Promise<Row[]> {
  const incidents: string[] = []
  for (const flag of flags) incidents.push(await openIncident(soundings, flag))
  const path = await streamPathOf(soundings)
  await loader.ask('openStreams', { port: soundings.port, path, count: CLIENTS })
  const acknowledged: number[] = []
  const heard: number[] = []
  for (const incident of incidents) {
    await loader.ask('armStreams', undefined)
    const pressedAt = clockMs()
    await rest(soundings, 'POST', `incidents/${incident}/stop-exposure`, {})
    acknowledged.push(clockMs() - pressedAt)
    for (const at of await loader.ask('heardByStreams', undefined)) heard.push(at - pressedAt)
  }
  await loader.ask('closeStreams', undefined)
  const times = `p95 of ${incidents.length}`
  return [
    atMost(`X on an incident → acknowledged, ${times}`, 300, quantile(acknowledged, PART), 'ms'),
    atMost(`X on an incident → ${CLIENTS} streams, ${times} each`, 1000, quantile(heard, PART), 'ms'),
  ]
}

/** A SEV1 about the rollout of a flag. @returns its name */
async function openIncident(soundings: Soundings, flag: string): Promise<string> {
  const rollouts = await rest(soundings, 'GET', `rollouts?q=${flag}&limit=100`, undefined)
  const { items } = z.object({ items: z.array(z.object({ name: z.string(), flag: z.string() })) }).parse(rollouts)
  const rollout = items.find((one) => one.flag === flag)?.name
  const opened = await rest(soundings, 'POST', 'incidents', {
    title: `Carts fail with ${flag}`,
    severity: 'SEV1',
    rollout,
  })
  return z.object({ name: z.string() }).parse(opened).name
}
