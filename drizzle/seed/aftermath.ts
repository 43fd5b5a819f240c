import { type IncidentView } from '@/lib/incidents/core/schema'
import { listIncidentRows, readIncidentView } from '@/lib/incidents/server/reads'
import { tellTimeline } from '@/lib/incidents/server/tell-timeline'
import { type IncidentWord, incidentVerbs } from '@/lib/incidents/server/verbs'
import { watchIncident } from '@/lib/incidents/server/watch-incident'
import { type Person } from '@/lib/kernel/actor'
import { type RolloutId } from '@/lib/kernel/id'
import { instant, type Instant } from '@/lib/kernel/time'
import { type Command, runCommand } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { type House } from './house'
import { insist } from './insist'

/** What happens around the rollouts, in minutes before it burns; what people do about INC-37 comes after. */
type Deed = { at: number; who: string } & (
  | { tell: { kind: string; title: string; service: string; body: string } }
  | { verb: IncidentWord; input: (incident: IncidentView, house: House, now: Instant) => object }
)

const DAY_MS = 86_400_000

export const deeds: readonly Deed[] = [
  {
    at: 34,
    who: 'priya',
    tell: {
      kind: 'deploy.finished',
      service: 'payments-api',
      title: 'payments-api 1.44 deployed',
      body: 'Tokens are checked before a charge.',
    },
  },
  {
    at: 24,
    who: 'priya',
    tell: {
      kind: 'external.status',
      service: 'card-vault',
      title: 'Card vendor: degraded',
      body: 'The page of the card vendor says: slower than usual.',
    },
  },
  { at: -2, who: 'sam', verb: 'acknowledge', input: () => ({}) },
  { at: -2, who: 'sam', verb: 'assign', input: () => ({ role: 'lead' }) },
  {
    at: -8,
    who: 'sam',
    verb: 'updates',
    input: () => ({ body: 'Everyone is back on the old checkout. We watch the payments.' }),
  },
  {
    at: -14,
    who: 'maria',
    verb: 'notes',
    input: () => ({ body: 'payments-api 1.44 refuses the token that only the new checkout sends. 1.45 will take it.' }),
  },
  {
    at: -22,
    who: 'maria',
    verb: 'suspect',
    input: ({ suspects }) => ({
      suspectId: suspects.find(({ title }) => title.includes('RO-142'))?.id,
      verdict: 'confirmed',
      reason: 'The failures went when it was taken away.',
    }),
  },
  { at: -46, who: 'sam', verb: 'state', input: () => ({ to: 'resolved' }) },
  {
    at: -60,
    who: 'sam',
    verb: 'tasks',
    input: ({ name }, { actors }, now) => ({
      title: `Write the review of ${name}`,
      ownerId: actors['maria']?.id,
      dueAt: instant(Date.parse(now) + DAY_MS),
    }),
  },
]

/** Does what is due: the world tells of changes, and people work on the incident that the harm opened. */
export async function respond(runtime: Runtime, house: House, due: readonly Deed[], now: Instant): Promise<void> {
  for (const deed of due) {
    const actor = house.actors[deed.who]
    if (!actor) throw new Error(`nobody is called ${deed.who}`)
    if ('tell' in deed) {
      const input = { ...deed.tell, environment: house.productionKey, data: { sample: true } }
      insist(await runCommand(runtime, tellTimeline, input, actor, { now }))
      continue
    }
    await work(runtime, house, deed.who, deed.verb, (incident) => deed.input(incident, house, now), now)
  }
}

/**
 * Somebody does something about the newest incident.
 * @param about it is about this rollout, or nothing is done: who has it, and so what a policy does, differs a little
 * from workspace to workspace
 */
export async function work(
  runtime: Runtime,
  { actors }: House,
  who: string,
  word: IncidentWord,
  inputOf: (incident: IncidentView) => object,
  now: Instant,
  about?: RolloutId,
): Promise<void> {
  const actor = actors[who]
  if (!actor) throw new Error(`nobody is called ${who}`)
  const incident = await newest(runtime, actor, now)
  if (about && !incident.rollouts.some(({ id }) => id === about)) return
  const verb = incidentVerbs[word] as Command<unknown, IncidentView> // each parses its own input
  insist(await runCommand(runtime, verb, { incidentId: incident.id, ...inputOf(incident) }, actor, { now }))
}

async function newest(runtime: Runtime, actor: Person, now: Instant): Promise<IncidentView> {
  const at = { ...runtime, now: () => now }
  const [row] = insist(await listIncidentRows(at, actor, { limit: 1 }))
  if (!row) throw new Error('the harm opened no incident')
  return insist(await readIncidentView(at, actor, row.id))
}

/** What the worker's jobs do each minute for incidents that are open. */
export async function watchOpen(runtime: Runtime, { workspaceId, actors }: House, now: Instant): Promise<void> {
  const [actor] = Object.values(actors)
  if (!actor) return
  const at = { ...runtime, now: () => now }
  for (const { id } of insist(await listIncidentRows(at, actor, { open: true }))) {
    await watchIncident(at, { workspaceId, incidentId: id })
  }
}
