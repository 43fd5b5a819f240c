import { sql } from 'drizzle-orm'
import { type Actor } from '@/lib/kernel/actor'
import { type ClusterId, type FeedbackItemId, type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Db } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { countStagePeople } from '@/lib/telemetry/server/contract'
import { readPrivacy } from '@/lib/governance/server/contract'
import { excerptOf } from '../core/clean-text'
import { complaintRatio, complaintSentence, ratePerThousand } from '../core/complaints'
import { isSmall, shownRate } from '../core/small-groups'
import { type RolloutFeedbackView, type SentimentLabel } from '../core/schema'
import { clusterName } from './cluster-rows'
import { itemName } from './item-rows'

/** What people said about a rollout: who complains how often in each arm, in what tone, and in which words. */
export async function readRolloutFeedback(
  runtime: Runtime,
  actor: Actor,
  rollout: { rolloutId: RolloutId; flagKey: string },
): Promise<Outcome<RolloutFeedbackView>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { db } = runtime.database
  const { workspaceId } = actor
  const { rolloutId, flagKey } = rollout
  const { minimumGroup } = (await readPrivacy(db, workspaceId)).settings
  const people = await countStagePeople(db, workspaceId, rolloutId)
  const arms = await complaintsByArm(db, workspaceId, rolloutId)
  // Somebody may write before their exposure record is here; nobody complains who was never there.
  const exposed = ratePerThousand(arms.exposed.complainants, Math.max(people.exposed, arms.exposed.complainants))
  const baseline = ratePerThousand(arms.baseline.complainants, Math.max(people.control, arms.baseline.complainants))
  const [hidesExposed, hidesBaseline] = [exposed, baseline].map((arm) => isSmall(arm.people, minimumGroup))
  const found =
    hidesExposed || hidesBaseline ? null : complaintRatio(riskSets(arms.order, exposed.people, baseline.people))
  return {
    ok: true,
    value: {
      rolloutId,
      flagKey,
      minimumGroup,
      exposed: shownRate(exposed, minimumGroup),
      baseline: shownRate(baseline, minimumGroup),
      ratio: found ? { value: found.value, low: found.low, high: Math.min(found.high, 1e6) } : null,
      sentence: complaintSentence(exposed, baseline, found, minimumGroup),
      negativeShare: {
        exposed: hidesExposed ? null : share(arms.exposed),
        baseline: hidesBaseline ? null : share(arms.baseline),
        nExposed: hidesExposed ? 0 : arms.exposed.labelled,
        nBaseline: hidesBaseline ? 0 : arms.baseline.labelled,
      },
      items: arms.exposed.items + arms.baseline.items,
      mixedItems: arms.mixed,
      unknownItems: arms.unknown,
      quotes: await quotes(db, workspaceId, rolloutId),
      clusters: await clusters(db, workspaceId, rolloutId),
    },
  }
}

type ArmCounts = { complainants: number; items: number; labelled: number; negative: number }
const share = ({ labelled, negative }: ArmCounts): number | null => (labelled === 0 ? null : negative / labelled)

async function complaintsByArm(db: Db, workspaceId: WorkspaceId, rolloutId: RolloutId) {
  const rows = await db.execute<{
    cohort: string
    complainants: number
    items: number
    labelled: number
    negative: number
  }>(sql`
    select e.cohort, count(*)::int as items,
      count(distinct coalesce(i.person_id, i.id)) filter (where i.effective = 'negative' or i.type = 'bug')::int as complainants,
      count(*) filter (where i.effective is not null)::int as labelled,
      count(*) filter (where i.effective = 'negative')::int as negative
    from feedback_exposure e join feedback_item i on i.id = e.item_id
    where e.workspace_id = ${workspaceId} and e.rollout_id = ${rolloutId} and i.bucket <> 'spam' group by e.cohort`)
  const order = await db.execute<{ cohort: 'exposed' | 'baseline' }>(sql`
    select cohort from (
      select distinct on (coalesce(i.person_id, i.id)) e.cohort, i.occurred_at
      from feedback_exposure e join feedback_item i on i.id = e.item_id
      where e.workspace_id = ${workspaceId} and e.rollout_id = ${rolloutId} and e.cohort in ('exposed', 'baseline')
        and i.bucket <> 'spam' and (i.effective = 'negative' or i.type = 'bug')
      order by coalesce(i.person_id, i.id), i.occurred_at
    ) as first order by occurred_at limit 5000`)
  const none: ArmCounts = { complainants: 0, items: 0, labelled: 0, negative: 0 }
  const of = (cohort: string) => [...rows].find((row) => row.cohort === cohort) ?? none
  return {
    exposed: of('exposed'),
    baseline: of('baseline'),
    mixed: of('mixed').items,
    unknown: of('unknown').items,
    order: [...order].map((row) => row.cohort),
  }
}

/** First complaints one after the other; whoever complained is at risk no more. */
function riskSets(order: readonly ('exposed' | 'baseline')[], exposed: number, baseline: number) {
  let [riskT, riskC] = [exposed, baseline]
  return order.flatMap((cohort) => {
    const isExposed = cohort === 'exposed'
    const set = { riskT, riskC, dT: isExposed ? 1 : 0, dC: isExposed ? 0 : 1 }
    if (isExposed) riskT -= 1
    else riskC -= 1
    return set.riskT < set.dT || set.riskC < set.dC ? [] : [set]
  })
}

async function quotes(db: Db, workspaceId: WorkspaceId, rolloutId: RolloutId): Promise<RolloutFeedbackView['quotes']> {
  const rows = await db.execute<{
    id: FeedbackItemId
    number: number
    text: string
    effective: SentimentLabel | null
  }>(sql`
    select i.id, i.number, i.text, i.effective from feedback_exposure e join feedback_item i on i.id = e.item_id
    where e.workspace_id = ${workspaceId} and e.rollout_id = ${rolloutId} and e.cohort = 'exposed' and i.bucket <> 'spam' and i.text <> ''
    order by i.attention desc, i.received_at desc limit 5`)
  return [...rows].map((row) => ({
    id: row.id,
    name: itemName(row.number),
    text: excerptOf(row.text, 200),
    sentiment: row.effective,
  }))
}

async function clusters(
  db: Db,
  workspaceId: WorkspaceId,
  rolloutId: RolloutId,
): Promise<RolloutFeedbackView['clusters']> {
  const rows = await db.execute<{ id: ClusterId; number: number; name: string; people: number; exposed: number }>(sql`
    select c.id, c.number, c.name, c.n_people as people, count(distinct coalesce(i.person_id, i.id))::int as exposed
    from feedback_exposure e join feedback_item i on i.id = e.item_id join cluster c on c.id = i.cluster_id
    where e.workspace_id = ${workspaceId} and e.rollout_id = ${rolloutId} and e.cohort = 'exposed' and i.bucket <> 'spam'
    group by c.id, c.number, c.name, c.n_people order by exposed desc, c.number limit 5`)
  return [...rows].map((row) => ({
    id: row.id,
    name: clusterName(row.number),
    title: row.name,
    people: row.people,
    exposedPeople: row.exposed,
  }))
}
