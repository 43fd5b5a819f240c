import { eq, sql, type SQL } from 'drizzle-orm'
import { workspace } from '@/drizzle/schema/governance'
import { type IncidentId, type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { elapsedMs, type Instant } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { RemoveSampleInput, type Sample } from '../core/sample'
import { writeSample } from './samples'

/** What goes: the roots of a sample, and the rollouts of its flags, whoever began them. */
export type SampleRemoved = {
  workspaceId: WorkspaceId
  flags: readonly string[]
  metrics: readonly string[]
  policies: readonly string[]
  rollouts: readonly RolloutId[]
}

/** Told while a sample is removed, in that transaction: every domain forgets what of its own hangs on it. */
export const sampleRemoved: { name: string; payload?: SampleRemoved } = { name: 'workspace.sample-removed' }

/** A sample that nobody has worked on for so long was left half made. */
const ABANDONED_MS = 15 * 60_000

/** A list of texts as Postgres takes it. */
export const texts = (list: readonly string[]): SQL => sql`${sql.param([...list])}::text[]`

/**
 * Takes all sample data out of a workspace: flags, their rollouts with all evidence, metrics and policies that nobody
 * else uses, messages that say they are a sample, incidents about its rollouts alone, its people who cannot sign in.
 * Members, keys, settings, the audit and what people made beside it stay.
 */
export const removeSample = command<RemoveSampleInput, { flags: number; rollouts: number }>({
  name: 'workspace.remove-sample',
  permission: 'workspace.edit',
  input: RemoveSampleInput,
  async run(context, { confirm }) {
    const { tx, actor, now } = context
    const { workspaceId } = actor
    const [row] = await tx.select().from(workspace).where(eq(workspace.id, workspaceId)).for('update')
    if (!row) return refuse('not-found', 'There is no such workspace.')
    const { sample, name } = row
    if (!sample) return refuse('no-sample', 'This workspace carries no sample data.')
    const refusal = refuseRemoval(sample, { name, confirm, now })
    if (refusal) return refusal
    const { flags, metrics, policies, members } = sample
    const rollouts = await rolloutsOf(tx, workspaceId, flags)
    const refused = await context.emit(sampleRemoved, { workspaceId, flags, metrics, policies, rollouts })
    if (refused) return refused
    await forgetTimeline(tx, workspaceId, flags, rollouts)
    await forgetMembers(tx, workspaceId, members)
    await writeSample(tx, workspaceId, null)
    const value = { flags: flags.length, rollouts: rollouts.length }
    return {
      ok: true,
      value,
      object: { kind: 'workspace', id: workspaceId },
      detail: { name, ...value, metrics: metrics.length, policies: policies.length, people: members.length },
      topics: ['rollouts', 'feedback', 'clusters', 'incidents'].map((topic) => ({
        topic,
        id: workspaceId,
        version: 0,
      })),
    }
  },
})

function refuseRemoval(
  { state, since }: Sample,
  { name, confirm, now }: { name: string; confirm: string; now: Instant },
): Refusal | null {
  if (state === 'making' && elapsedMs(since, now) < ABANDONED_MS) {
    return refuse('sample-in-the-making', 'The sample data is still being made.', { remedy: 'Wait until it is there.' })
  }
  if (confirm.trim().toLowerCase() === name.trim().toLowerCase()) return null
  return refuse('not-confirmed', 'This is not the name of the workspace. Nothing was removed.', {
    field: 'confirm',
    remedy: `Type ${name}.`,
  })
}

/** Every rollout that was ever drafted has told the timeline so, with its flag. */
async function rolloutsOf(tx: Tx, workspaceId: WorkspaceId, flags: readonly string[]): Promise<RolloutId[]> {
  const rows = await tx.execute<{ id: RolloutId }>(sql`
    select distinct rollout_id as id from timeline_event
    where workspace_id = ${workspaceId} and flag_key = any(${texts(flags)}) and rollout_id is not null`)
  return rows.map(({ id }) => id)
}

async function forgetTimeline(
  tx: Tx,
  workspaceId: WorkspaceId,
  flags: readonly string[],
  rollouts: readonly RolloutId[],
): Promise<void> {
  await tx.execute(sql`
    delete from timeline_event where workspace_id = ${workspaceId}
      and (flag_key = any(${texts(flags)}) or rollout_id = any(${texts(rollouts)}) or data ->> 'sample' = 'true')`)
}

/** The rows of incidents that go with a sample. */
export async function forgetTimelineOf(tx: Tx, workspaceId: WorkspaceId, ids: readonly IncidentId[]): Promise<void> {
  await tx.execute(sql`
    delete from timeline_event where workspace_id = ${workspaceId} and incident_id = any(${texts(ids)})`)
}

/** People who came with the sample and belong to no other workspace are gone for good. */
async function forgetMembers(tx: Tx, workspaceId: WorkspaceId, members: Sample['members']): Promise<void> {
  if (members.length === 0) return
  const theirs = sql`workspace_id = ${workspaceId} and user_id = any(${texts(members)})`
  for (const table of ['team_member', 'membership'] as const) {
    await tx.execute(sql`delete from ${sql.identifier(table)} where ${theirs}`)
  }
  await tx.execute(sql`
    delete from "user" u where u.id = any(${texts(members)})
      and not exists (select 1 from membership m where m.user_id = u.id)`)
}
