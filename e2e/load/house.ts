import { z } from 'zod'
import { type Soundings } from './soundings'

export const EVENT = 'bench.failed'
const METRIC = 'bench_failures'

/** Speaks REST as an admin's program does. @throws with the answer when it is a refusal */
export async function rest(soundings: Soundings, method: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${soundings.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${soundings.keys.admin}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return JSON.parse(text)
}

/** Flags with two rules each: 50 of them make a document of about 20 KB. */
export async function createFlags(soundings: Soundings, count: number): Promise<string[]> {
  const keys = Array.from({ length: count }, (_, i) => `bench-flag-${i}`)
  for (const key of keys) {
    const plan = { attribute: 'plan', op: 'in', values: [`plan-of-${key}`, 'enterprise', 'business'] }
    const app = { attribute: 'appVersion', op: 'version-greater-or-equal', values: ['7.2.0'] }
    const region = {
      attribute: 'region',
      op: 'in',
      values: ['eu-west', 'eu-north', 'eu-south', 'us-east', 'us-west', 'ap-east', 'ap-south'],
    }
    const rules = [
      { kind: 'serve', when: plan, variant: 'on' },
      { kind: 'serve', when: { all: [app, region] }, variant: 'on' },
    ]
    const purpose = `Stands for a flag of usual size, with a sentence of purpose. ${key}`
    const environments = { [soundings.environment]: { rules } }
    await rest(soundings, 'POST', 'flags', { key, type: 'boolean', purpose, environments })
  }
  return keys
}

/** Serves another default than before, or nothing new is published. @param version of the flag before; a flag begins with off and its second version */
export async function flip(soundings: Soundings, key: string, version: number): Promise<void> {
  const environments = { [soundings.environment]: { otherwise: version % 2 === 0 ? 'on' : 'off' } }
  await rest(soundings, 'PATCH', `flags/${key}`, { expectedVersion: version, environments })
}

/** A metric, and flags with a running rollout of 50 % each that it guards. */
export async function startRollouts(soundings: Soundings, flags: readonly string[]): Promise<void> {
  await rest(soundings, 'POST', 'metrics', {
    key: METRIC,
    source: { kind: 'event', event: EVENT },
    aggregation: 'first-event',
    direction: 'lower',
    harmLimit: 0.01,
    declaredRate: 0.01,
  })
  for (const key of flags) {
    await rest(soundings, 'POST', 'flags', { key, type: 'boolean' })
    const made = await rest(soundings, 'POST', 'rollouts', {
      flag: key,
      environment: soundings.environment,
      hypothesis: 'Measured, not believed.',
      rollbackPlan: 'Stop exposure.',
      stages: [{ weight: 50, minSoak: 'PT24H' }, { weight: 100 }],
      guardrails: [{ metric: METRIC, critical: true }],
    })
    const { id, version } = z.object({ id: z.string(), version: z.int() }).parse(made)
    await rest(soundings, 'POST', `rollouts/${id}/start`, { expectedVersion: version })
  }
}
