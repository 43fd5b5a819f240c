import { eq } from 'drizzle-orm'
import { tag } from '@/drizzle/schema/feedback-settings'
import { readMembers } from '@/lib/governance/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { excerptOf } from '../core/clean-text'
import { type TriageFacts } from '../core/decide-triage'
import { DEFAULT_TAGS, type TriageAct } from '../core/schema'
import { clusterName, findCluster, insertCluster } from './cluster-rows'
import { vectorFor } from './cluster-terms'
import { findItem, itemName, type ItemRow } from './item-rows'

export type GatheredFacts = {
  now: Instant
  /** Facts for one item of the act. */
  for: (row: ItemRow) => Promise<TriageFacts>
  names: (id: string) => string
}

/** Reads what an act on these items has to know, and only that. */
export async function gatherFacts(
  { tx, actor, now }: { tx: Tx; actor: Member; now: Instant },
  rows: readonly ItemRow[],
  act: TriageAct,
): Promise<GatheredFacts> {
  const { workspaceId } = actor
  const names = new Map<string, string>()
  const base: TriageFacts = { now, into: null, clusterId: null, tags: new Set(), assignees: new Set(), teams: null }
  if (act.verb === 'assign') {
    const members = await readMembers(tx, workspaceId)
    for (const { id, name } of members) names.set(id, name)
    base.assignees = new Set(members.map(({ id }) => id))
  }
  if (act.verb === 'tag') base.tags = await knownTags(tx, workspaceId)
  if (act.verb === 'merge') {
    const into = await findItem(tx, workspaceId, act.into)
    base.into = into ? { id: into.id, state: into.stateDetail } : null
    if (into) names.set(into.id, itemName(into.number))
  }
  if (act.verb === 'cluster' && act.clusterId !== null && act.clusterId !== 'new') {
    const found = await findCluster(tx, workspaceId, act.clusterId)
    base.clusterId = found && found.state !== 'merged' ? found.id : null
    if (found) names.set(found.id, clusterName(found.number))
  }
  let opened: TriageFacts | null = null
  return {
    now,
    names: (id) => names.get(id) ?? id,
    async for() {
      if (act.verb !== 'cluster' || act.clusterId !== 'new') return base
      const [first] = rows
      opened ??= { ...base, clusterId: first ? await openCluster(tx, first, now) : null }
      return opened
    },
  }
}

async function openCluster(tx: Tx, row: ItemRow, now: Instant) {
  const vector = await vectorFor(tx, row.workspaceId, row.text)
  const made = {
    name: excerptOf(row.text, 60),
    centroid: Object.fromEntries(vector.weights),
    norm: vector.norm,
    at: row.occurredAt,
  }
  return (await insertCluster(tx, row.workspaceId, made, now)).id
}

/** Keys of tags that are switched on: the defaults, as far as the workspace did not say otherwise, and its own. */
export async function knownTags(db: Db | Tx, workspaceId: WorkspaceId): Promise<Set<string>> {
  const rows = await db.select().from(tag).where(eq(tag.workspaceId, workspaceId))
  const keys = new Set<string>(DEFAULT_TAGS)
  for (const { key, enabled } of rows) {
    if (enabled) keys.add(key)
    else keys.delete(key)
  }
  return keys
}
