import { eq } from 'drizzle-orm'
import { decision } from '@/drizzle/schema/rollouts'
import { serveRollout, tellStrata } from '@/lib/flags/server/contract'
import { recordTimeline } from '@/lib/governance/server/contract'
import { canonicalJson, type Json } from '@/lib/kernel/hash'
import { type Refusal } from '@/lib/kernel/result'
import { sha256 } from '@/lib/platform/audit'
import { type CommandContext } from '@/lib/platform/command'
import { nextNumber } from '@/lib/platform/counter'
import { newId } from '@/lib/platform/new-id'
import { applyAll } from '../core/apply'
import { type RolloutEvent } from '../core/events'
import { type Facts } from '../core/facts'
import { gatesOf, gateView } from '../core/gates'
import { servesOtherwise, servingOf } from '../core/serving'
import { rolloutSaved } from './events'
import { updateRollout, type RolloutRow } from './rollout-rows'
import { tell } from './tell'

export type Saved = { ok: true; row: RolloutRow; decisionId: string | null }

/** A verb's name and note when somebody decided; null when time or evidence moved the rollout by itself. */
export type DecisionMade = { verb: string; note: string } | null

/**
 * Stores what was decided, all in the command's transaction: the rollout, what its flag serves from now (published only
 * when that differs), the timeline, the decision with its evidence, and the word to the domains above.
 */
export async function saveRollout(
  context: CommandContext,
  before: RolloutRow,
  events: readonly RolloutEvent[],
  facts: Facts,
  made: DecisionMade,
): Promise<Saved | Refusal> {
  const { tx, now } = context
  let after: RolloutRow = { ...before, rollout: applyAll(before.rollout, events) }
  let revision: number | null = null
  if (servesOtherwise(before.rollout, after.rollout)) {
    const where = {
      workspaceId: before.workspaceId,
      environmentId: before.environmentId,
      flagKey: before.rollout.flagKey,
    }
    const served = await serveRollout(tx, { ...where, wanted: servingOf(after.rollout) }, now)
    if (!served.ok) return served
    const untold = await tellStrata(context, served.value.opened, before.rollout.id)
    if (untold) return untold
    revision = served.value.revision
    const propagating: RolloutEvent[] =
      after.rollout.state.kind === 'rolling-back' ? [{ kind: 'rollout.propagating', revision }] : []
    after = { ...after, published: { revision, at: now }, rollout: applyAll(after.rollout, propagating) }
  }
  await updateRollout(tx, after, now)
  await tellAll(context, after, events)
  const decisionId = made ? await keepDecision(context, { before, after, events, facts, made, revision }) : null
  const refused = await context.emit(rolloutSaved, {
    workspaceId: before.workspaceId,
    environmentId: before.environmentId,
    before: before.rollout,
    after: after.rollout,
    events,
  })
  return refused ?? { ok: true, row: after, decisionId }
}

async function tellAll(
  { tx, actor, now }: CommandContext,
  row: RolloutRow,
  events: readonly RolloutEvent[],
): Promise<void> {
  for (const event of events) {
    const told = tell(event, row.rollout)
    if (!told) continue
    const { workspaceId, environmentId, rollout } = row
    await recordTimeline(tx, {
      ...told,
      workspaceId,
      environmentId,
      rolloutId: rollout.id,
      flagKey: rollout.flagKey,
      occurredAt: now,
      recordedAt: now,
      actor,
    })
  }
}

type Kept = {
  before: RolloutRow
  after: RolloutRow
  events: readonly RolloutEvent[]
  facts: Facts
  made: NonNullable<DecisionMade>
  revision: number | null
}

async function keepDecision({ tx, actor, now }: CommandContext, kept: Kept): Promise<string> {
  const { before, after, events, facts, made, revision } = kept
  const evidence: Json = JSON.parse(
    JSON.stringify({
      state: { before: before.rollout.state, after: after.rollout.state },
      version: after.rollout.version,
      verdict: before.rollout.verdict,
      gates: gatesOf(before.rollout, facts).map(gateView),
      versions: before.versions,
      freeze: facts.freeze,
      readiness: facts.readiness ?? null,
      events,
    }),
  )
  const id = newId('dec', Date.parse(now))
  const sentences = events.flatMap((event) => tell(event, after.rollout)?.title ?? [])
  await tx.insert(decision).values({
    id,
    workspaceId: after.workspaceId,
    number: await nextNumber(tx, after.workspaceId, 'decision'),
    rolloutId: after.rollout.id,
    verb: made.verb,
    at: now,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    sentence: sentences.join('. ') || `${actor.name}: ${made.verb}, nothing changed`,
    note: made.note,
    verdictCode: before.rollout.verdict?.code ?? null,
    evidence,
    inputHash: sha256(canonicalJson(evidence)),
    revision,
  })
  return id
}

/** Marks the decision that an undo took back. */
export async function markUndone(context: CommandContext, undone: string, by: string): Promise<void> {
  await context.tx
    .update(decision)
    .set({ undoneBy: by })
    .where(eq(decision.id, undone as `dec_${string}`)) // an id read from this table
}
