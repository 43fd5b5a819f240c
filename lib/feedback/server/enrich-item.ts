import { and, eq, sql } from 'drizzle-orm'
import { feedbackAct, feedbackEnrichment, feedbackExposure, feedbackItem } from '@/drizzle/schema/feedback'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { insertRows } from '@/lib/platform/prepared'
import { type StageLookup } from '@/lib/telemetry/server/contract'
import { CLASSIFY_METHOD, type Classifier, type Judgement } from '../core/classify'
import { changesOf } from '../core/decide-triage'
import { languageOf } from '../core/language'
import { type Triage } from '../core/model'
import { routed, rulesFor, type Rule } from '../core/route'
import { effectiveSentiment } from '../core/sentiment-of'
import { SENTIMENT_METHOD } from '../core/sentiment'
import { liveTags, suggestTags } from '../core/tags'
import { tokensOf } from '../core/tokens'
import { refreshClocks } from './clocks'
import { clusterItem, countCluster, type Clustered } from './cluster-item'
import { triageColumns, triageOf, type ItemRow } from './item-rows'
import { matchLate } from './match-late'
import { noticeOwner } from './notice-owner'
import { chooseAssignee, countHit } from './route-hits'

export type EnrichTools = { classifier: Classifier; routes: readonly Rule[]; stages: StageLookup; now: Instant }

/** Language, tags, sentiment, cluster and route of one item, all or none. Scores without words have nothing to read. */
export async function enrichItem(tx: Tx, found: ItemRow, tools: EnrichTools): Promise<void> {
  const row = await matchLate(tx, found, tools)
  if (row.text === '') {
    await tx.update(feedbackItem).set({ enrichment: 'done' }).where(eq(feedbackItem.id, row.id))
    return
  }
  const judged = tools.classifier.judge(row.text)
  const language = languageOf(row.text, tokensOf(row.text.slice(0, 2000)))
  const clustered: Clustered | null =
    row.clusterPinned || row.clusterId !== null ? null : await clusterItem(tx, row, tools.now)
  const predicted = { label: judged.sentiment.label, score: judged.sentiment.score }
  const analysed = { ...row, language, predicted: predicted.label, predictedScore: predicted.score }
  let triage = withJudgement(triageOf(row), judged, clustered)
  const { met, next } = await route(tx, analysed, triage, tools)
  triage = next
  // What machines say is no edit: a person with the item open must not hear that it is stale.
  const read = { language, predicted: predicted.label, predictedScore: predicted.score, enrichment: 'done' as const }
  await tx
    .update(feedbackItem)
    .set({ ...triageColumns(triage, analysed), ...read })
    .where(eq(feedbackItem.id, row.id))
    .prepare('read')
    .execute()
  if (clustered?.clusterId) await countCluster(tx, row, clustered.clusterId)
  if (triage.priority !== row.priority) await refreshClocks(tx, row.workspaceId, [row.id])
  await writeReasons(tx, analysed, { judged, clustered, met }, tools.now)
  await noticeOwner(tx, analysed, { type: triage.type.value, effective: effectiveOf(analysed, triage) }, tools.now)
}

const effectiveOf = (row: ItemRow, triage: Triage) =>
  effectiveSentiment({
    stated: row.stated,
    predicted:
      row.predicted && row.predictedScore !== null ? { label: row.predicted, score: row.predictedScore } : null,
    corrected: triage.corrected,
  }).label

function withJudgement(triage: Triage, { type, tags }: Judgement, clustered: Clustered | null): Triage {
  return {
    ...triage,
    tags: suggestTags(triage.tags, tags),
    type: triage.type.source === 'person' ? triage.type : { value: type.value, source: type.value ? 'rule' : 'none' },
    clusterId: clustered?.clusterId ?? triage.clusterId,
  }
}

async function route(
  tx: Tx,
  row: ItemRow,
  triage: Triage,
  { routes, now }: EnrichTools,
): Promise<{ met: Rule[]; next: Triage }> {
  if (routes.length === 0) return { met: [], next: triage }
  const exposure = await tx
    .select({ flagKey: feedbackExposure.flagKey, variant: feedbackExposure.variant })
    .from(feedbackExposure)
    .where(and(eq(feedbackExposure.workspaceId, row.workspaceId), eq(feedbackExposure.itemId, row.id)))
  const met = rulesFor(routes, {
    text: row.text,
    channel: row.channel,
    language: row.language,
    type: triage.type.value,
    tags: liveTags(triage.tags),
    sentiment: effectiveOf(row, triage),
    exposure,
    context: row.context,
  })
  let next = triage
  for (const rule of met) {
    next = routed(next, rule.does, await chooseAssignee(tx, row.workspaceId, rule))
    await countHit(tx, row.workspaceId, rule.id)
  }
  const changes = changesOf(triage, next)
  if (changes.length > 0) {
    await tx.insert(feedbackAct).values({
      workspaceId: row.workspaceId,
      actId: newId('fba', Date.parse(now)),
      itemId: row.id,
      verb: 'route',
      sentence: `Routed by ${met.map(({ name }) => name).join(', ')}`,
      changes,
      actorKind: 'system',
      actorId: 'system',
      actorName: 'Soundings',
      createdAt: now,
    })
  }
  return { met, next }
}

type Reasons = { judged: Judgement; clustered: Clustered | null; met: readonly Rule[] }

async function writeReasons(tx: Tx, row: ItemRow, { judged, clustered, met }: Reasons, now: Instant): Promise<void> {
  const base = { workspaceId: row.workspaceId, itemId: row.id, status: 'done' as const, createdAt: now, note: '' }
  const tags = Object.fromEntries(judged.tags.map(({ key, because }) => [key, because]))
  const rows: (typeof feedbackEnrichment.$inferInsert)[] = [
    { ...base, step: 'language', method: 'words-1', output: { language: row.language }, because: [] },
    {
      ...base,
      step: 'classify',
      method: CLASSIFY_METHOD,
      output: { type: judged.type.because, value: judged.type.value, score: judged.type.score, tags },
      because: judged.type.because,
    },
    {
      ...base,
      step: 'sentiment',
      method: SENTIMENT_METHOD,
      output: { score: judged.sentiment.score, label: judged.sentiment.label },
      because: judged.sentiment.because,
    },
    {
      ...base,
      step: 'route',
      method: 'table-1',
      output: { rules: met.map(({ id, name }) => ({ id, name })) },
      because: [],
    },
  ]
  if (clustered) {
    const because = clustered.placed.because.map(({ term, part }) => ({
      what: term,
      weight: part,
      source: 'model' as const,
      span: null,
    }))
    const { similarity } = clustered.placed
    rows.push({
      ...base,
      step: 'cluster',
      method: 'leader-2',
      output: { similarity, opened: clustered.opened },
      because,
    })
  }
  const { workspaceId, itemId, step, method } = feedbackEnrichment
  const set = { status: 'done' as const, output: sql`excluded.output`, because: sql`excluded.because`, note: '' }
  await insertRows(rows, (all) =>
    tx
      .insert(feedbackEnrichment)
      .values(all)
      .onConflictDoUpdate({ target: [workspaceId, itemId, step, method], set: { ...set, createdAt: now } }),
  )
}
