import { and, asc, desc, eq } from 'drizzle-orm'
import {
  feedbackAct,
  feedbackEnrichment,
  feedbackExposure,
  feedbackItem,
  feedbackMessage,
  feedbackScore,
  feedbackState,
} from '@/drizzle/schema/feedback'
import { listEnvironments } from '@/lib/flags/server/contract'
import { actorMay, type Member } from '@/lib/kernel/actor'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { excerptOf } from '../core/clean-text'
import { effectiveSentiment } from '../core/sentiment-of'
import { TRIAGE_VERBS, type Because, type FeedbackItemView, type TagView, type TriageVerbView } from '../core/schema'
import { verbRefusal } from '../core/states'
import { attachmentViews } from './attachments'
import { itemName, triageOf, type ItemRow } from './item-rows'
import { personView } from './person-view'
import { mailStates } from './mail-states'
import { rowView } from './row-view'

/** Everything about one item, as this viewer sees it. */
export async function itemView(db: Db, row: ItemRow, actor: Member, now: Instant): Promise<FeedbackItemView> {
  const { workspaceId, id } = row
  const [base, attachments, scores, exposure, messages, enrichments, acts, states, merged, environments] =
    await Promise.all([
      rowView(db, row, now),
      attachmentViews(db, row),
      db
        .select()
        .from(feedbackScore)
        .where(and(eq(feedbackScore.workspaceId, workspaceId), eq(feedbackScore.itemId, id))),
      db
        .select()
        .from(feedbackExposure)
        .where(and(eq(feedbackExposure.workspaceId, workspaceId), eq(feedbackExposure.itemId, id))),
      db
        .select()
        .from(feedbackMessage)
        .where(and(eq(feedbackMessage.workspaceId, workspaceId), eq(feedbackMessage.itemId, id)))
        .orderBy(asc(feedbackMessage.createdAt), asc(feedbackMessage.id)),
      db
        .select()
        .from(feedbackEnrichment)
        .where(and(eq(feedbackEnrichment.workspaceId, workspaceId), eq(feedbackEnrichment.itemId, id))),
      db
        .select()
        .from(feedbackAct)
        .where(and(eq(feedbackAct.workspaceId, workspaceId), eq(feedbackAct.itemId, id)))
        .orderBy(desc(feedbackAct.seq))
        .limit(200),
      db
        .select()
        .from(feedbackState)
        .where(and(eq(feedbackState.workspaceId, workspaceId), eq(feedbackState.itemId, id)))
        .orderBy(asc(feedbackState.seq))
        .limit(1),
      db
        .select({
          id: feedbackItem.id,
          number: feedbackItem.number,
          text: feedbackItem.text,
          personId: feedbackItem.personId,
        })
        .from(feedbackItem)
        .where(and(eq(feedbackItem.workspaceId, workspaceId), eq(feedbackItem.duplicateOf, id))),
      listEnvironments(db, workspaceId),
    ])
  const person = await personView(db, row)
  const delivery = await mailStates(db, workspaceId, messages)
  const because = becauseOf(enrichments)
  const people = new Set([row, ...merged].map((one) => one.personId ?? one.id))
  const detail = row.stateDetail
  const related = await namesOf(db, workspaceId, [row.duplicateOf, row.followUpOf])
  return {
    ...base,
    text: row.text,
    subject: row.subject,
    maskedKinds: row.masked,
    attachments,
    revealable: actorMay(actor, 'feedback.reveal'),
    language: row.language,
    typeSource: row.typeSource,
    typeBecause: because.type,
    sentiments: sentimentView(row, scores),
    tagDetails: row.tags.map((tag): TagView => ({ ...tag, because: because.tags.get(tag.key) ?? [] })),
    outcome: detail.kind === 'done' || detail.kind === 'closed' ? detail.outcome : null,
    reason: detail.kind === 'declined' ? detail.reason : null,
    duplicateOf: related.get(row.duplicateOf ?? '') ?? null,
    merged: merged.map((one) => ({ id: one.id, name: itemName(one.number), excerpt: excerptOf(one.text) })),
    mergedPeople: people.size,
    followUpOf: related.get(row.followUpOf ?? '') ?? null,
    snooze: snoozeView(row),
    links: row.links,
    person,
    scores: scores.map(({ kind, value, min, max }) => ({ kind, value, min, max })),
    context: row.context,
    exposure: exposure.map(({ environmentId, ...one }) => ({
      environmentId,
      environmentName: environments.find((environment) => environment.id === environmentId)?.name ?? environmentId,
      flagKey: one.flagKey,
      variant: one.variant,
      cohort: one.cohort,
      rolloutId: one.rolloutId,
      stageId: one.stageId,
      revision: one.revision,
      firstExposedAt: one.firstExposedAt,
      secondsSinceFirstExposure: one.secondsSinceFirstExposure,
      basis: one.basis,
    })),
    thread: messages.map(({ id: messageId, direction, author, text, createdAt }) => ({
      id: messageId,
      direction,
      author,
      text,
      at: createdAt,
      delivery: delivery.get(messageId)?.state ?? null,
      deliveryNote: delivery.get(messageId)?.note ?? null,
    })),
    enrichments: enrichments.map(({ step, status, method, createdAt, because: lines, note }) => ({
      step,
      status,
      method,
      at: createdAt,
      because: lines,
      note,
    })),
    history: [
      ...acts.map(({ actId, createdAt, actorKind, actorId, actorName, verb, sentence, undoneBy }) => ({
        actId,
        at: createdAt,
        by: { kind: actorKind, id: actorId, name: actorName },
        verb,
        sentence,
        undone: undoneBy !== null,
      })),
      ...states.map(({ createdAt }) => ({
        actId: null,
        at: createdAt,
        by: { kind: 'system', id: 'system', name: 'Soundings' },
        verb: 'received',
        sentence: `It came by ${row.channel}`,
        undone: false,
      })),
    ],
    verbs: verbsOf(row, actor, person?.reply ?? { possible: false, reason: 'Nobody knows who wrote it.' }),
  }
}

function sentimentView(
  row: ItemRow,
  scores: readonly (typeof feedbackScore.$inferSelect)[],
): FeedbackItemView['sentiments'] {
  const predicted =
    row.predicted && row.predictedScore !== null ? { label: row.predicted, score: row.predictedScore } : null
  const effective = effectiveSentiment({ stated: row.stated, predicted, corrected: row.corrected })
  const [first] = scores
  return {
    stated: row.stated && first ? { label: row.stated, kind: first.kind, value: first.value } : null,
    predicted: predicted && { ...predicted, method: 'lexicon-1' },
    corrected: row.corrected && { label: row.corrected, by: row.correctedBy ?? '' },
    effective: effective.label,
    source: effective.source,
    mixed: effective.mixed,
  }
}

function becauseOf(enrichments: readonly (typeof feedbackEnrichment.$inferSelect)[]) {
  const output = enrichments.find(({ step, status }) => step === 'classify' && status === 'done')?.output
  const read = (output ?? {}) as { type?: Because[]; tags?: Record<string, Because[]> } // written by the enrichment job
  return { type: read.type ?? [], tags: new Map(Object.entries(read.tags ?? {})) }
}

function snoozeView({ snooze }: ItemRow): FeedbackItemView['snooze'] {
  if (!snooze) return null
  const ref =
    snooze.until === 'flag-change' ? snooze.flagKey : snooze.until === 'rollout-change' ? snooze.rolloutId : null
  return { until: snooze.until, at: snooze.until === 'time' ? snooze.at : null, ref }
}

function verbsOf(row: ItemRow, actor: Member, reply: { possible: boolean; reason: string | null }): TriageVerbView[] {
  const triage = triageOf(row)
  const may = actorMay(actor, 'feedback.triage')
  const forbidden = 'You can read this. Ask somebody who works the inbox.'
  const verbs = TRIAGE_VERBS.map((verb): TriageVerbView => {
    const refusal = verbRefusal(verb, triage)
    const reason = may ? (refusal ? [refusal.message, refusal.remedy].filter(Boolean).join(' ') : null) : forbidden
    return { verb, enabled: reason === null, reason }
  })
  const mayReply = actorMay(actor, 'feedback.reply')
  return [
    ...verbs,
    { verb: 'reply', enabled: mayReply && reply.possible, reason: mayReply ? reply.reason : forbidden },
    { verb: 'make-issue', enabled: false, reason: 'No issue tracker is connected. Link an issue by its address.' },
  ]
}

async function namesOf(db: Db, workspaceId: ItemRow['workspaceId'], ids: readonly (ItemRow['id'] | null)[]) {
  const wanted = ids.flatMap((id) => id ?? [])
  const rows = await Promise.all(
    wanted.map((id) =>
      db
        .select({ id: feedbackItem.id, number: feedbackItem.number })
        .from(feedbackItem)
        .where(and(eq(feedbackItem.workspaceId, workspaceId), eq(feedbackItem.id, id))),
    ),
  )
  return new Map<string, { id: ItemRow['id']; name: string }>(
    rows.flat().map((one) => [one.id, { id: one.id, name: itemName(one.number) }]),
  )
}
