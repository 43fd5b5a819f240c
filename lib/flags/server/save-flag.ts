import { eq } from 'drizzle-orm'
import { flag } from '@/drizzle/schema/flags'
import { recordTimeline } from '@/lib/governance/server/contract'
import { canonicalJson, type Json } from '@/lib/kernel/hash'
import { type EnvironmentId } from '@/lib/kernel/id'
import { type Refusal } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type CommandContext, type Committed } from '@/lib/platform/command'
import { definitionDiff, placeDiffs } from '../core/diff-sentences'
import { answersOtherwise } from '../core/hold'
import { type FlagDefinition, type FlagTargeting, type FlagView } from '../core/schema'
import { outdateRequests } from './change-rows'
import { type EnvironmentRow } from './environments'
import { keepVersion, writeTargeting, type FlagChange, type FlagRow } from './flag-rows'
import { type EditContext, type Plan } from './plan'
import { publishRevision } from './publish'
import { flagView, targetingsOf } from './reads'
import { tellStrata } from './strata'

export type LoadedFlag = { row: FlagRow; environments: EnvironmentRow[]; targetings: Record<string, FlagTargeting> }

export type FlagEdit = {
  definition?: FlagDefinition
  targetings?: Record<string, FlagTargeting>
  archivedAt?: Instant | null
  change: FlagChange
  note: string
  /** What the timeline says; names the flag. */
  title: string
}

export async function withTargetings(
  { tx }: Pick<CommandContext, 'tx'>,
  row: FlagRow,
  environments: EnvironmentRow[],
): Promise<LoadedFlag> {
  return { row, environments, targetings: await targetingsOf(tx, row, environments) }
}

/** An edit as a plan: which environments answer otherwise by it, and what it changes in words. */
export function flagPlan(
  context: EditContext,
  before: LoadedFlag,
  edit: FlagEdit,
): { ok: true; value: Plan<FlagView> } {
  const { row, environments, targetings } = before
  const definition = edit.definition ?? row.definition
  const after = edit.targetings ?? targetings
  const wasArchived = row.archivedAt !== null
  const isArchived = edit.archivedAt === undefined ? wasArchived : edit.archivedAt !== null
  const places = environments.filter(({ key }) =>
    answersOtherwise(
      { definition: row.definition, targeting: wasArchived ? undefined : targetings[key] },
      { definition, targeting: isArchived ? undefined : after[key] },
    ),
  )
  const plan: Plan<FlagView> = {
    subject: { kind: 'flag', key: row.key },
    version: row.version,
    places,
    told: () => ({
      fields: definitionDiff(row.definition, definition),
      environments: placeDiffs(environments, targetings, after),
    }),
    commit: () => saveFlag(context, before, edit),
  }
  return { ok: true, value: plan }
}

/**
 * Stores an edit as the flag's next version and publishes every environment that then answers otherwise, all in the
 * command's transaction. A refusal of publishing (a prerequisite, a segment) is the refusal of the edit.
 */
export async function saveFlag(
  context: EditContext,
  before: LoadedFlag,
  edit: FlagEdit,
): Promise<Committed<FlagView> | Refusal> {
  const { after, targetings, toPublish } = await storeEdit(context, before, edit)
  const refused = await publishAll(context, toPublish)
  if (refused) return refused
  return {
    ok: true,
    value: flagView(after, before.environments, targetings),
    object: { kind: 'flag', id: after.id },
    detail: asJson({
      note: edit.note,
      before: { definition: before.row.definition, targeting: before.targetings },
      after: { definition: after.definition, targeting: targetings },
    }),
    topics: flagTopics(after),
  }
}

/** Publishes each environment once, and tells whose comparison has other people from now on. */
export async function publishAll(context: EditContext, environments: Iterable<EnvironmentId>): Promise<Refusal | null> {
  const { tx, actor, now } = context
  for (const environmentId of environments) {
    const published = await publishRevision(tx, { workspaceId: actor.workspaceId, environmentId }, now)
    if (!published.ok) return published
    const refused = await tellStrata(context, published.value.opened)
    if (refused) return refused
  }
  return null
}

export type StoredEdit = {
  after: FlagRow
  targetings: Record<string, FlagTargeting>
  /** Environments that answer otherwise from now on, once they are published. */
  toPublish: EnvironmentId[]
}

/** Stores an edit as the flag's next version without publishing it; changes that waited for approval are outdated by it. */
export async function storeEdit(context: EditContext, before: LoadedFlag, edit: FlagEdit): Promise<StoredEdit> {
  const { tx, actor, now } = context
  const { row, environments } = before
  const after: FlagRow = {
    ...row,
    version: row.version + 1,
    definition: edit.definition ?? row.definition,
    archivedAt: edit.archivedAt === undefined ? row.archivedAt : edit.archivedAt,
  }
  const targetings = edit.targetings ?? before.targetings
  const { version, definition, archivedAt } = after
  await tx.update(flag).set({ version, definition, archivedAt }).where(eq(flag.id, row.id))
  const changed = environments.filter(({ key }) => differs(before.targetings[key], targetings[key]))
  for (const { id, key } of changed) {
    const targeting = targetings[key]
    const where = { workspaceId: row.workspaceId, flagId: row.id, environmentId: id }
    if (targeting) await writeTargeting(tx, { ...where, targeting, updatedAt: now })
  }
  await keepVersion(tx, after, targetings, { actor, change: edit.change, note: edit.note }, now)
  await outdateRequests(tx, row.workspaceId, { kind: 'flag', key: row.key }, now)
  const all = row.archivedAt !== archivedAt || differs(served(row.definition), served(definition))
  await tellTimeline(context, after, edit, all ? [] : changed)
  return { after, targetings, toPublish: (all ? environments : changed).map(({ id }) => id) }
}

/** Who shows this flag, alone or in a list. */
export const flagTopics = ({ id, key, version }: FlagRow) => [
  { topic: 'flags', id, version },
  { topic: `flag:${key}`, id, version },
]

/** One row for each environment that changed; one without a place when all did, or none. */
async function tellTimeline(
  { tx, actor, now }: EditContext,
  row: FlagRow,
  { change, note, title }: FlagEdit,
  places: readonly EnvironmentRow[],
): Promise<void> {
  const kind = change === 'stopped' || change === 'resumed' ? `flag.${change}` : 'flag.changed'
  for (const place of places.length > 0 ? places : [null]) {
    await recordTimeline(tx, {
      workspaceId: row.workspaceId,
      kind,
      occurredAt: now,
      recordedAt: now,
      flagKey: row.key,
      environmentId: place?.id,
      actor,
      title: place && places.length > 1 ? `${title} (${place.name})` : title,
      body: note,
      data: { flag: row.key, version: row.version, change },
    })
  }
}

/** The part of a definition that clients see. */
const served = ({ variants, owner, type, defaultVariant }: FlagDefinition) => ({
  variants,
  owner,
  type,
  defaultVariant,
})
const differs = (a: unknown, b: unknown): boolean =>
  canonicalJson(asJson(a ?? null)) !== canonicalJson(asJson(b ?? null))
const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value))
