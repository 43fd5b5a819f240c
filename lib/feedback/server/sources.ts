import { randomBytes } from 'node:crypto'
import { and, asc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { feedbackSource } from '@/drizzle/schema/feedback-settings'
import { type Actor } from '@/lib/kernel/actor'
import { FeedbackSourceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command, runCommand, type RunOptions } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { type Runtime } from '@/lib/platform/runtime'
import { SourceInput, type SourceView } from '../core/schema'
import { secretBox } from './secret-box'

export type CreatedSource = SourceView & { secret: string | null }

/** Where a source's signed webhook is sent. */
export const webhookPath = (id: FeedbackSourceId): string => `/api/ingest/v1/feedback/${id}`

/**
 * A source that takes signed webhooks. Its secret is in this answer alone: a repeated idempotency key gets the answer
 * without it.
 */
export async function createSource(
  runtime: Runtime,
  input: unknown,
  actor: Actor,
  options: RunOptions = {},
): Promise<Outcome<CreatedSource>> {
  const secret = `whsec_${randomBytes(24).toString('base64')}`
  const minted: { id: FeedbackSourceId | null } = { id: null }
  const outcome = await runCommand(runtime, createVerb(secret, minted), input, actor, options)
  if (!outcome.ok) return outcome
  return { ok: true, value: { ...outcome.value, secret: outcome.value.id === minted.id ? secret : null } }
}

const createVerb = (secret: string, minted: { id: FeedbackSourceId | null }) =>
  command<SourceInput, SourceView>({
    name: 'feedback-source.create',
    permission: 'feedback.configure',
    input: SourceInput,
    async run({ tx, actor, now }, { channel, name, state }) {
      const { workspaceId } = actor
      const box = await secretBox(tx, workspaceId)
      const id = newId('fbs', Date.parse(now))
      const made = await tx
        .insert(feedbackSource)
        .values({ id, workspaceId, channel, name, state, secret: box.seal(secret), createdAt: now })
        .onConflictDoNothing()
        .returning({ id: feedbackSource.id })
      if (made.length === 0)
        return refuse('already-exists', `There is a source ${name} for ${channel}.`, { field: 'name' })
      minted.id = id
      const value: SourceView = {
        id,
        channel,
        name,
        state,
        items: 0,
        lastItemAt: null,
        lastError: null,
        webhookPath: webhookPath(id),
      }
      return { ok: true, value, object: { kind: 'feedback-source', id }, detail: { channel, name, state } }
    },
  })

const EditSource = z.object({
  sourceId: FeedbackSourceId,
  state: z.enum(['active', 'paused']),
  name: z.string().trim().min(1).max(80).optional(),
})
type EditSource = z.infer<typeof EditSource>

/** Pauses a source, lets it go on, or renames it. What a paused one is sent is refused, and the sender is told. */
export const editSource = command<EditSource, { id: FeedbackSourceId; state: 'active' | 'paused' }>({
  name: 'feedback-source.edit',
  permission: 'feedback.configure',
  input: EditSource,
  async run({ tx, actor }, { sourceId, state, name }) {
    const its = and(eq(feedbackSource.workspaceId, actor.workspaceId), eq(feedbackSource.id, sourceId))
    const [row] = await tx
      .update(feedbackSource)
      .set({ state, ...(name ? { name } : {}) })
      .where(its)
      .returning({ id: feedbackSource.id })
    if (!row) return refuse('not-found', 'There is no such source here.', { field: 'sourceId' })
    return {
      ok: true,
      value: { id: sourceId, state },
      object: { kind: 'feedback-source', id: sourceId },
      detail: { state, name: name ?? null },
    }
  },
})

/** Sources with the age of their last item. */
export async function listSources(runtime: Runtime, actor: Actor): Promise<Outcome<SourceView[]>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { db } = runtime.database
  const rows = await db
    .select({
      source: feedbackSource,
      items: sql<number>`(select count(*)::int from feedback_item i where i.workspace_id = feedback_source.workspace_id and i.source_id = feedback_source.id)`,
      last: sql<
        string | null
      >`(select to_char(max(i.received_at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from feedback_item i where i.workspace_id = feedback_source.workspace_id and i.source_id = feedback_source.id)`,
    })
    .from(feedbackSource)
    .where(eq(feedbackSource.workspaceId, actor.workspaceId))
    .orderBy(asc(feedbackSource.channel), asc(feedbackSource.name))
  const value = rows.map(({ source: { id, channel, name, state, lastError, secret }, items, last }) => ({
    id,
    channel,
    name,
    state,
    items,
    lastItemAt: last as SourceView['lastItemAt'], // in an Instant's form
    lastError,
    webhookPath: secret ? webhookPath(id) : null,
  }))
  return { ok: true, value }
}
