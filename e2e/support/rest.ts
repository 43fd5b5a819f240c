import { z } from 'zod'
import { demo, person } from './demo'

/** Of the API's answers, what the journeys look at. */
const RolloutRead = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  stateSentence: z.string(),
  weight: z.number(),
  version: z.number(),
  verdict: z.object({ code: z.string() }).nullable(),
  approvals: z.array(z.object({ name: z.string(), expired: z.boolean() })),
})
export type RolloutRead = z.infer<typeof RolloutRead>

const DecisionRead = z.object({
  verb: z.string(),
  by: z.object({ kind: z.string(), name: z.string() }),
  verdictCode: z.string().nullable(),
  note: z.string(),
})
export type DecisionRead = z.infer<typeof DecisionRead>

export type RestAnswer = { status: number; headers: Headers; body: unknown }

/** REST with a key. A body makes it a POST. */
export async function rest(url: string, key: string, path: string, body?: object): Promise<RestAnswer> {
  const answer = await fetch(`${url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

/** REST of the demo as one of its people. */
export const restAs = (name: string, path: string, body?: object): Promise<RestAnswer> =>
  rest(demo().url, person(name).adminKey, path, body)

export const readRollout = async (rollout: string): Promise<RolloutRead> =>
  RolloutRead.parse((await restAs('priya', `/api/v1/rollouts/${rollout}`)).body)

/** Decisions of a rollout, the newest first. */
export async function readDecisions(rollout: string): Promise<DecisionRead[]> {
  const { body } = await restAs('priya', `/api/v1/decisions?rollout=${rollout}`)
  return z.object({ items: z.array(DecisionRead) }).parse(body).items
}
