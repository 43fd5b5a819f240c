import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { segment, segmentVersion } from '@/drizzle/schema/flags'
import { recordTimeline } from '@/lib/governance/server/contract'
import { canonicalJson, type Json } from '@/lib/kernel/hash'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { command, type Committed } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { Condition, FlagNote, Key, Segment, type SegmentView } from '../core/schema'
import { flattenSegments } from '../core/segments'
import { conditionSentence } from '../core/sentences'
import { refuseCondition } from '../core/validate-condition'
import { outdateRequests } from './change-rows'
import { listEnvironments } from './environments'
import { readSegments } from './flag-rows'
import { carryOut, notFound, type EditContext, type Plan, type Planned } from './plan'
import { publishAll } from './save-flag'
import { placesNaming, usersOf } from './segment-reads'

const PARTS_MAX = 4000

export const CreateSegmentInput = Segment.extend({ note: FlagNote.default('') }).strict()

/** A named group of people, for rules and audiences. */
export const createSegment = command<z.infer<typeof CreateSegmentInput>, SegmentView>({
  name: 'segment.create',
  permission: 'segment.edit',
  input: CreateSegmentInput,
  async run(context, { note, ...definition }) {
    const { tx, actor, now } = context
    const values = { id: newId('seg'), workspaceId: actor.workspaceId, key: definition.key, version: 1, definition }
    const [row] = await tx
      .insert(segment)
      .values({ ...values, createdAt: now })
      .onConflictDoNothing()
      .returning()
    if (!row) return refuse('already-exists', `There is a segment ${definition.key} already.`, { field: 'key' })
    return saved(context, row, { note, title: `${actor.name} created the segment ${row.key}`, before: null })
  },
})

export const EditSegmentInput = z.strictObject({
  key: Key,
  expectedVersion: z.int(),
  name: Segment.shape.name.optional(),
  rule: Condition.optional(),
  note: FlagNote.default(''),
})

/** Changes who is in a segment; every flag that names it answers accordingly at once. */
export const editSegment = command<z.infer<typeof EditSegmentInput>, SegmentView>({
  name: 'segment.edit',
  permission: 'segment.edit',
  input: EditSegmentInput,
  run: async (context, input) => carryOut(context, await planEditSegment(context, input)),
})

/** What the edit would do: where it is named, people who are in it only before or after could get other answers. */
export async function planEditSegment(
  context: EditContext,
  { key, expectedVersion, note, name, rule }: z.infer<typeof EditSegmentInput>,
): Promise<Planned<SegmentView>> {
  const { tx, actor, now } = context
  const row = await lockSegment(context, key)
  if (!row) return notFound(`segment ${key}`)
  if (row.version !== expectedVersion) return staleSegment
  const before = row.definition
  const definition = { ...before, name: name ?? before.name, rule: rule ?? before.rule }
  const isSame = canonicalJson(asJson(definition.rule)) === canonicalJson(asJson(before.rule))
  const plan: Plan<SegmentView> = {
    subject: { kind: 'segment', key },
    version: row.version,
    places: isSame ? [] : await placesNaming(tx, actor.workspaceId, key),
    told: () => ({
      fields: [
        { field: 'Name', before: before.name, after: definition.name },
        { field: 'Who is in it', before: conditionSentence(before.rule), after: conditionSentence(definition.rule) },
      ].filter((field) => field.before !== field.after),
      environments: [],
    }),
    commit: async () => {
      const edited = { ...row, version: row.version + 1, definition }
      await tx.update(segment).set({ version: edited.version, definition }).where(eq(segment.id, row.id))
      await outdateRequests(tx, actor.workspaceId, { kind: 'segment', key }, now)
      return saved(context, edited, { note, title: `${actor.name} edited the segment ${key}`, before })
    },
  }
  return { ok: true, value: plan }
}

export const DeleteSegmentInput = z.strictObject({ key: Key, expectedVersion: z.int(), note: FlagNote.default('') })

/** Takes a segment away that nothing names any more. */
export const deleteSegment = command<z.infer<typeof DeleteSegmentInput>, { key: string }>({
  name: 'segment.delete',
  permission: 'segment.edit',
  input: DeleteSegmentInput,
  async run(context, { key, expectedVersion, note }) {
    const { tx, actor, now } = context
    const row = await lockSegment(context, key)
    if (!row) return refuse('not-found', `There is no segment ${key} here.`)
    if (row.version !== expectedVersion) return staleSegment
    const users = (await usersOf(tx, actor.workspaceId)).get(key) ?? []
    if (users.length > 0) {
      return refuse('segment-in-use', `${key} is named by ${users.slice(0, 5).join(', ')}.`, {
        remedy: 'Take it out there first.',
      })
    }
    await tx.delete(segment).where(eq(segment.id, row.id))
    const title = `${actor.name} deleted the segment ${key}`
    await recordTimeline(tx, { ...eventOf(context, title, note), data: { segment: key }, occurredAt: now })
    return {
      ok: true,
      value: { key },
      object: { kind: 'segment', id: row.id },
      detail: { note, before: asJson(row.definition) },
      topics: [{ topic: 'flags', id: row.id, version: row.version }],
    }
  },
})

type SegmentRow = typeof segment.$inferSelect

async function lockSegment({ tx, actor }: EditContext, key: string): Promise<SegmentRow | null> {
  const [row] = await tx
    .select()
    .from(segment)
    .where(and(eq(segment.workspaceId, actor.workspaceId), eq(segment.key, key)))
    .for('update')
  return row ?? null
}

const staleSegment = refuse('stale-version', 'Somebody edited this segment meanwhile. Nothing was changed.', {
  remedy: 'Look again, then save.',
})

/** Checks the segment among all others, keeps the version, publishes every environment that names it. */
async function saved(
  context: EditContext,
  row: SegmentRow,
  { note, title, before }: { note: string; title: string; before: Segment | null },
): Promise<Committed<SegmentView> | Refusal> {
  const { tx, actor, now } = context
  const all = flattenSegments(await readSegments(tx, actor.workspaceId))
  if (!all.ok) return all
  const refused = refuseCondition(row.definition.rule, all.value, 'rule', PARTS_MAX)
  if (refused) return refused
  await tx.insert(segmentVersion).values({
    workspaceId: actor.workspaceId,
    segmentId: row.id,
    version: row.version,
    definition: row.definition,
    actorId: actor.id,
    actorName: actor.name,
    note,
    createdAt: now,
  })
  const usedBy = (await usersOf(tx, actor.workspaceId)).get(row.key) ?? []
  if (before && usedBy.length > 0) {
    const environments = await listEnvironments(tx, actor.workspaceId)
    const unpublished = await publishAll(
      context,
      environments.map(({ id }) => id),
    )
    if (unpublished) return unpublished
  }
  await recordTimeline(tx, { ...eventOf(context, title, note), data: { segment: row.key }, occurredAt: now })
  return {
    ok: true,
    value: { ...row.definition, id: row.id, version: row.version, usedBy },
    object: { kind: 'segment', id: row.id },
    detail: { note, before: asJson(before), after: asJson(row.definition) },
    topics: [{ topic: 'flags', id: row.id, version: row.version }],
  }
}

const eventOf = ({ actor, now }: EditContext, title: string, body: string) => ({
  workspaceId: actor.workspaceId,
  kind: 'segment.changed',
  recordedAt: now,
  actor,
  title,
  body,
})

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value))
