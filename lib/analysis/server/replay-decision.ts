import { type Actor } from '@/lib/kernel/actor'
import { canonicalJson } from '@/lib/kernel/hash'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { type Db } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { Verdict } from '@/lib/rollouts/core/schema'
import { findRollout, listDecisions } from '@/lib/rollouts/server/contract'
import { replayLog } from './replay-log'

export type Replayed = {
  /** Whether the verdict that the decision saw is reached again from the stored deltas, bit for bit. */
  same: boolean
  stored: Verdict
  replayed: Verdict
  /** Members of the verdict that differ. */
  differs: string[]
  ticks: number
}

/**
 * Reaches the verdict behind a decision again: the logged ticks applied to the stored deltas, by the configuration frozen
 * at Start. @param decision its id (`dec_…`) or number
 */
export async function replayDecision(
  runtime: Runtime,
  actor: Actor,
  { rollout: idOrName, decision }: { rollout: string; decision: string },
): Promise<Outcome<Replayed>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { db } = runtime.database
  const row = await findRollout(db, actor.workspaceId, idOrName)
  if (!row) return refuse('not-found', 'This rollout does not exist here.')
  const number = Number(decision.replace(/^DEC-/i, ''))
  const decisions = await listDecisions(db, actor.workspaceId, row.rollout.id, 10_000)
  const found = decisions.find((one) => one.id === decision || one.number === number)
  if (!found) return refuse('not-found', 'This decision does not exist here.')
  const seen = Verdict.safeParse(Object(found.evidence)['verdict'])
  if (!seen.success) return refuse('no-verdict', 'This decision was made without a verdict.')
  return replayVerdict(db, { workspaceId: actor.workspaceId, rolloutId: row.rollout.id }, seen.data)
}

/** Replays a rollout's log from Start up to the verdict given at that very moment. */
export async function replayVerdict(
  db: Db,
  place: { workspaceId: WorkspaceId; rolloutId: RolloutId },
  stored: Verdict,
): Promise<Outcome<Replayed>> {
  let ticks = 0
  for await (const { verdict } of replayLog(db, place, null)) {
    ticks += 1
    if (verdict?.at === stored.at) return ok({ ...compared(stored, verdict), ticks })
  }
  return refuse('not-logged', 'The log does not hold this verdict.')
}

function compared(stored: Verdict, replayed: Verdict): Omit<Replayed, 'ticks'> {
  // Through JSON once: the stored one has been there, and knows no undefined and no −0.
  const again = Verdict.parse(JSON.parse(JSON.stringify(replayed)))
  const keys = Object.keys(Verdict.shape).filter(
    (key) => canonicalJson(partOf(again, key)) !== canonicalJson(partOf(stored, key)),
  )
  return { same: keys.length === 0, stored, replayed: again, differs: keys }
}

/** A part that is only there sometimes is null where it is not. */
const partOf = (verdict: Verdict, key: string) => JSON.parse(JSON.stringify(Object(verdict)[key] ?? null))
