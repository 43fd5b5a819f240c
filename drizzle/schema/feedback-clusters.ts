import {
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { type ClusterId, type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { id, instant } from './columns'

const workspace = () => id<WorkspaceId>('workspace_id').notNull()

/** Items that say the same. Automation never changes a cluster's id, a name that a person gave, or its pinned members. */
export const cluster = pgTable(
  'cluster',
  {
    id: id<ClusterId>('id').primaryKey(),
    workspaceId: workspace(),
    number: integer('number').notNull(),
    version: integer('version').notNull().default(1),
    name: text('name').notNull(),
    namedByPerson: boolean('named_by_person').notNull().default(false),
    /** `auto`: emerging or open by its numbers; the others were said by people. */
    state: text('state').$type<'auto' | 'planned' | 'shipped' | 'told' | 'regressed' | 'merged'>().notNull(),
    mergedInto: id<ClusterId>('merged_into'),
    /** Weight by term, of the newest thirty members. */
    centroid: jsonb('centroid').$type<Record<string, number>>().notNull(),
    norm: doublePrecision('norm').notNull(),
    nItems: integer('n_items').notNull(),
    nPeople: integer('n_people').notNull(),
    /** Of these people, those who met a live rollout's new version when they wrote, and those who met the old one. */
    nExposed: integer('n_exposed').notNull().default(0),
    nBaseline: integer('n_baseline').notNull().default(0),
    firstSeen: instant('first_seen').notNull(),
    lastSeen: instant('last_seen').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('cluster_number').on(t.workspaceId, t.number),
    index('cluster_size').on(t.workspaceId, t.nPeople.desc(), t.id.desc()),
    index('cluster_recent').on(t.workspaceId, t.lastSeen.desc()),
  ],
)

/** Found by its terms: a look-up of the rarest ones gives the candidates. */
export const clusterTerm = pgTable(
  'cluster_term',
  {
    workspaceId: workspace(),
    term: text('term').notNull(),
    clusterId: id<ClusterId>('cluster_id').notNull(),
    weight: real('weight').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.term, t.clusterId] }),
    index('cluster_term_cluster').on(t.workspaceId, t.clusterId),
  ],
)

/** A person's word beats similarity. */
export const clusterPin = pgTable(
  'cluster_pin',
  {
    workspaceId: workspace(),
    itemId: id<FeedbackItemId>('item_id').notNull(),
    clusterId: id<ClusterId>('cluster_id').notNull(),
    kind: text('kind').$type<'must' | 'cannot'>().notNull(),
    actorId: text('actor_id').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.itemId, t.clusterId] })],
)

export const clusterEvent = pgTable(
  'cluster_event',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: workspace(),
    clusterId: id<ClusterId>('cluster_id').notNull(),
    kind: text('kind').notNull(),
    sentence: text('sentence').notNull(),
    data: jsonb('data').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('cluster_event_cluster').on(t.workspaceId, t.clusterId, t.seq)],
)

/** In how many texts of a workspace a term was seen; `` counts the texts. */
export const feedbackTerm = pgTable(
  'feedback_term',
  { workspaceId: workspace(), term: text('term').notNull(), texts: integer('texts').notNull() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.term] })],
)
