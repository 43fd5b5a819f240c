import { readTimeline } from '@/lib/governance/server/contract'
import { type Actor, type Member } from '@/lib/kernel/actor'
import { refuse, type Outcome, type Refusal } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'
import {
  type DecisionView,
  type DraftView,
  type LearningView,
  type ReviewView,
  type RolloutEventView,
  type RolloutView,
} from '../core/schema'
import { readDeploysDuring } from './deploys-during'
import { readDrafts } from './draft-rows'
import { findReview, searchLearnings } from './review-rows'
import { findRollout, listDecisions } from './rollout-rows'
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

/** What happened to a rollout and was deployed around it, oldest first. */
export async function readRolloutEvents(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
): Promise<Outcome<RolloutEventView[]>> {
  if (!isMember(actor)) return signIn()
  const { db } = runtime.database
  const row = await findRollout(db, actor.workspaceId, idOrName)
  if (!row) return unknown()
  const [events, deploys] = await Promise.all([
    readTimeline(db, actor.workspaceId, { rolloutId: row.rollout.id }),
    readDeploysDuring(db, row, runtime.now()),
  ])
  const value = [...events, ...deploys].map(({ id, kind, occurredAt, actor: by, title, body }): RolloutEventView => {
    return {
      id,
      kind,
      at: occurredAt,
      title,
      note: body,
      by: { kind: decidedKind(by.kind), id: by.id, name: by.name },
    }
  })
  // Sorting is stable: what happened at one moment stays in the order it was told.
  return {
    ok: true,
    value: deploys.length === 0 ? value : value.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))),
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

/** Drafts that are still being written, the latest first. */
export async function listDrafts(runtime: Runtime, actor: Actor): Promise<Outcome<DraftView[]>> {
  if (!isMember(actor)) return signIn()
  return { ok: true, value: await readDrafts(runtime.database.db, actor.workspaceId) }
}

/** One draft. */
export async function readDraft(runtime: Runtime, actor: Actor, id: string): Promise<Outcome<DraftView>> {
  if (!isMember(actor)) return signIn()
  const [draft] = await readDrafts(runtime.database.db, actor.workspaceId, { id, limit: 1 })
  return draft
    ? { ok: true, value: draft }
    : refuse('not-found', 'This draft is gone: it became a rollout, or was discarded.')
}

/** What became of a rollout in the words of who ran it; null while nobody has written it. */
export async function readReview(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
): Promise<Outcome<ReviewView | null>> {
  if (!isMember(actor)) return signIn()
  const row = await findRollout(runtime.database.db, actor.workspaceId, idOrName)
  if (!row) return unknown()
  return { ok: true, value: await findReview(runtime.database.db, actor.workspaceId, row.rollout.id) }
}

/** Learnings that mention every word, newest first. */
export async function listLearnings(
  runtime: Runtime,
  actor: Actor,
  { q = '', limit = 50, before = null }: { q?: string; limit?: number; before?: number | null } = {},
): Promise<Outcome<{ items: LearningView[]; next: number | null }>> {
  if (!isMember(actor)) return signIn()
  const found = await searchLearnings(runtime.database.db, actor.workspaceId, { q, limit: limit + 1, before })
  const items = found.slice(0, limit)
  const next = found.length > limit ? (items.at(-1)?.number ?? null) : null
  return { ok: true, value: { items: items.map(({ view }) => view), next } }
}
