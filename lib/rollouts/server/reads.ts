import { readTimeline } from '@/lib/governance/server/contract'
import { type Actor, type Member } from '@/lib/kernel/actor'
import { refuse, type Outcome, type Refusal } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'
import { listEnvironments, readFlag } from '@/lib/flags/server/contract'
import { type DecisionView, type RolloutEventView, type RolloutRow, type RolloutView } from '../core/schema'
import { rolloutRow } from '../core/view'
import { gatherFacts } from './gather-facts'
import { findRollout, listDecisions, listRollouts } from './rollout-rows'
import { decidedKind, decisionView, viewOf } from './view-of'

const signIn = (): Refusal => refuse('not-signed-in', 'Sign in first.', { remedy: 'Sign in and try again.' })
const unknown = (): Refusal => refuse('not-found', 'This rollout does not exist here.')

const isMember = (actor: Actor): actor is Member => actor.kind !== 'anonymous'

/** One rollout by id or by the number people say (RO-142), as this viewer sees it. */
export async function readRolloutView(runtime: Runtime, actor: Actor, idOrName: string): Promise<Outcome<RolloutView>> {
  if (!isMember(actor)) return signIn()
  const { db } = runtime.database
  const row = await findRollout(db, actor.workspaceId, idOrName)
  return row ? { ok: true, value: await viewOf(db, row, actor, runtime.now()) } : unknown()
}

/** The newest rollouts first, or those before a number. @param before number of the last one of the page before */
export async function listRolloutRows(
  runtime: Runtime,
  actor: Actor,
  { limit = 100, before = null }: { limit?: number; before?: number | null } = {},
): Promise<Outcome<RolloutRow[]>> {
  if (!isMember(actor)) return signIn()
  const { db } = runtime.database
  const [rows, environments] = [
    await listRollouts(db, actor.workspaceId, null, limit, before),
    await listEnvironments(db, actor.workspaceId),
  ]
  const value = await Promise.all(
    rows.map(async (row) => {
      const facts = await gatherFacts(db, row, actor, runtime.now())
      const flag = await readFlag(db, row.workspaceId, row.rollout.flagKey)
      const environmentName =
        environments.find((env) => env.id === row.environmentId)?.name ?? row.rollout.environmentKey
      return rolloutRow(row.rollout, { ...facts, environmentName, owner: flag?.owner ?? '' })
    }),
  )
  return { ok: true, value }
}

/** What happened to a rollout, oldest first. */
export async function readRolloutEvents(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
): Promise<Outcome<RolloutEventView[]>> {
  if (!isMember(actor)) return signIn()
  const { db } = runtime.database
  const row = await findRollout(db, actor.workspaceId, idOrName)
  if (!row) return unknown()
  const events = await readTimeline(db, actor.workspaceId, { rolloutId: row.rollout.id })
  return {
    ok: true,
    value: events.map(({ id, kind, occurredAt, actor: by, title, body }) => ({
      id,
      kind,
      at: occurredAt,
      title,
      note: body,
      by: { kind: decidedKind(by.kind), id: by.id, name: by.name },
    })),
  }
}

/** Every decision of a rollout, newest first. */
export async function readDecisions(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
): Promise<Outcome<DecisionView[]>> {
  if (!isMember(actor)) return signIn()
  const row = await findRollout(runtime.database.db, actor.workspaceId, idOrName)
  if (!row) return unknown()
  return {
    ok: true,
    value: (await listDecisions(runtime.database.db, actor.workspaceId, row.rollout.id)).map(decisionView),
  }
}
