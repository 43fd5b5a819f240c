import { and, count, eq, inArray, isNull } from 'drizzle-orm'
import {
  feedbackAttachment,
  feedbackExposure,
  feedbackItem,
  feedbackMessage,
  feedbackRaw,
  feedbackScore,
} from '@/drizzle/schema/feedback'
import { consent, person, personIdentity } from '@/drizzle/schema/feedback-people'
import { type Actor } from '@/lib/kernel/actor'
import { type PersonId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command, runCommand, type RunOptions } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { ConsentInput, ErasePersonInput, PersonInput, type ErasureView } from '../core/schema'
import { eraseWords } from './erase-words'
import { exportedPictures } from './export-pictures'
import { secretBox } from './secret-box'

async function findPerson(tx: Tx, workspaceId: WorkspaceId, id: PersonId) {
  const its = and(eq(person.workspaceId, workspaceId), eq(person.id, id), isNull(person.erasedAt))
  const [row] = await tx.select().from(person).where(its).for('update')
  return row ?? null
}
const nobody = () => refuse('not-found', 'There is no such person here.', { field: 'personId' })

/** What a person agreed to, or took back: a new row each time. */
export const setConsent = command<ConsentInput, { granted: boolean }>({
  name: 'consent.set',
  permission: 'feedback.triage',
  input: ConsentInput,
  async run({ tx, actor, now }, { personId, ...said }) {
    const { workspaceId } = actor
    if (!(await findPerson(tx, workspaceId, personId))) return nobody()
    await tx.insert(consent).values({ workspaceId, personId, ...said, createdAt: now })
    return { ok: true, value: { granted: said.granted }, object: { kind: 'person', id: personId }, detail: { ...said } }
  },
})

/**
 * Deletes what names a person and what they wrote. Without `confirm` it only counts; then the very count that was shown
 * has to be sent, so that nobody deletes more than they saw. Counters of clusters and decisions stay.
 */
export const erasePerson = command<ErasePersonInput, ErasureView>({
  name: 'person.erase',
  permission: 'person.erase',
  input: ErasePersonInput,
  async run({ tx, actor, now }, { personId, confirm }) {
    const { workspaceId } = actor
    if (!(await findPerson(tx, workspaceId, personId))) return nobody()
    const items = await tx
      .select({ id: feedbackItem.id })
      .from(feedbackItem)
      .where(and(eq(feedbackItem.workspaceId, workspaceId), eq(feedbackItem.personId, personId)))
    const ids = items.map(({ id }) => id)
    const its = inArray(feedbackMessage.itemId, ids)
    const messages =
      ids.length > 0
        ? await tx
            .select({ id: feedbackMessage.id })
            .from(feedbackMessage)
            .where(and(eq(feedbackMessage.workspaceId, workspaceId), its))
        : []
    const ofItems = and(eq(feedbackAttachment.workspaceId, workspaceId), inArray(feedbackAttachment.itemId, ids))
    const [pictures] =
      ids.length > 0 ? await tx.select({ n: count() }).from(feedbackAttachment).where(ofItems) : [{ n: 0 }]
    const ofPerson = and(eq(personIdentity.workspaceId, workspaceId), eq(personIdentity.personId, personId))
    const identities = await tx.select({ kind: personIdentity.kind }).from(personIdentity).where(ofPerson)
    const consents = await tx
      .select({ seq: consent.seq })
      .from(consent)
      .where(and(eq(consent.workspaceId, workspaceId), eq(consent.personId, personId)))
    const counts = {
      items: items.length,
      messages: messages.length,
      attachments: pictures?.n ?? 0,
      identities: identities.length,
      consents: consents.length,
    }
    const total = counts.items + counts.messages + counts.attachments + counts.identities + counts.consents
    const object = { kind: 'person', id: personId }
    if (confirm === undefined)
      return { ok: true, value: { ...counts, total, erased: false }, object, detail: { dryRun: true, ...counts } }
    if (confirm !== total) {
      return refuse('count-changed', `There are ${total} things to delete now, not ${confirm}. Nothing was deleted.`, {
        field: 'confirm',
        remedy: 'Look at the new count.',
      })
    }
    await eraseWords(tx, workspaceId, ids)
    if (ids.length > 0) {
      const scores = and(eq(feedbackScore.workspaceId, workspaceId), inArray(feedbackScore.itemId, ids))
      await tx.delete(feedbackScore).where(scores)
    }
    await tx.delete(personIdentity).where(ofPerson)
    await tx.delete(consent).where(and(eq(consent.workspaceId, workspaceId), eq(consent.personId, personId)))
    await tx.update(person).set({ erasedAt: now }).where(eq(person.id, personId))
    return {
      ok: true,
      value: { ...counts, total, erased: true },
      object,
      detail: counts,
      topics: [{ topic: 'feedback', id: personId, version: 0 }],
    }
  },
})

const exportVerb = command<PersonInput, { personId: PersonId }>({
  name: 'person.export',
  permission: 'person.export',
  input: PersonInput,
  async run({ tx, actor }, { personId }) {
    if (!(await findPerson(tx, actor.workspaceId, personId))) return nobody()
    return { ok: true, value: { personId }, object: { kind: 'person', id: personId }, detail: {} }
  },
})

/** All that is kept of a person, for that person; the answer is never kept with an idempotency key. */
export async function exportPerson(
  runtime: Runtime,
  input: unknown,
  actor: Actor,
  options: RunOptions = {},
): Promise<Outcome<object>> {
  const allowed = await runCommand(runtime, exportVerb, input, actor, options)
  if (!allowed.ok || actor.kind === 'anonymous') return allowed.ok ? refuse('not-signed-in', 'Sign in first.') : allowed
  const { db } = runtime.database
  const { workspaceId } = actor
  const { personId } = allowed.value
  const box = await secretBox(db, workspaceId)
  const items = await db
    .select()
    .from(feedbackItem)
    .where(and(eq(feedbackItem.workspaceId, workspaceId), eq(feedbackItem.personId, personId)))
  const ids = items.map(({ id }) => id)
  const wanted: typeof ids = ids.length > 0 ? ids : ['fbi_000000000000']
  const messages = await db.select().from(feedbackMessage).where(inArray(feedbackMessage.itemId, wanted))
  const raws = await db.select().from(feedbackRaw).where(inArray(feedbackRaw.itemId, wanted))
  const exposure = await db.select().from(feedbackExposure).where(inArray(feedbackExposure.itemId, wanted))
  const pictures = await exportedPictures(db, box, workspaceId, wanted)
  const identities = await db
    .select()
    .from(personIdentity)
    .where(and(eq(personIdentity.workspaceId, workspaceId), eq(personIdentity.personId, personId)))
  const consents = await db
    .select()
    .from(consent)
    .where(and(eq(consent.workspaceId, workspaceId), eq(consent.personId, personId)))
  return {
    ok: true,
    value: {
      personId,
      identities: identities.map(({ kind, value }) => ({ kind, value: value ? box.open(value) : null })),
      consents: consents.map(({ purpose, granted, source, wording, createdAt }) => ({
        purpose,
        granted,
        source,
        wording,
        at: createdAt,
      })),
      items: items.map(({ id, number, channel, text, subject, occurredAt, context }) => ({
        id,
        name: `FB-${number}`,
        channel,
        occurredAt,
        text,
        subject,
        context,
        original: raws.filter(({ itemId }) => itemId === id).map(({ payload }) => box.open(payload)),
        messages: messages
          .filter((message) => message.itemId === id && message.direction !== 'note')
          .map(({ direction, text: said, createdAt }) => ({ direction, text: said, at: createdAt })),
        attachments: pictures.get(id) ?? [],
        exposure: exposure
          .filter((row) => row.itemId === id)
          .map(({ flagKey, variant, cohort }) => ({ flagKey, variant, cohort })),
      })),
    },
  }
}
