import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { type RouteDoes, type RouteWhen, type SlaPolicy } from '@/lib/feedback/core/schema'
import {
  type FeedbackItemId,
  type FeedbackSourceId,
  type RoutingRuleId,
  type SavedViewId,
  type TagRuleId,
  type WorkspaceId,
} from '@/lib/kernel/id'
import { bytea, id, instant } from './columns'

const workspace = () => id<WorkspaceId>('workspace_id').notNull()

export const feedbackSource = pgTable(
  'feedback_source',
  {
    id: id<FeedbackSourceId>('id').primaryKey(),
    workspaceId: workspace(),
    channel: text('channel').notNull(),
    name: text('name').notNull(),
    state: text('state').$type<'active' | 'paused' | 'error'>().notNull().default('active'),
    mapping: jsonb('mapping').$type<Record<string, string>>(),
    /** Encrypted; only a source that takes a signed webhook has one. */
    secret: bytea('secret'),
    lastItemAt: instant('last_item_at'),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('feedback_source_name').on(t.workspaceId, t.channel, t.name)],
)

export const tag = pgTable(
  'tag',
  {
    workspaceId: workspace(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    enabled: boolean('enabled').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.key] })],
)

export const tagRule = pgTable(
  'tag_rule',
  {
    id: id<TagRuleId>('id').primaryKey(),
    workspaceId: workspace(),
    tag: text('tag').notNull(),
    match: text('match').$type<'words' | 'regex'>().notNull(),
    pattern: text('pattern').notNull(),
    language: text('language').notNull(),
    negationWindow: smallint('negation_window').notNull(),
    weight: real('weight').notNull(),
    enabled: boolean('enabled').notNull(),
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('tag_rule_workspace').on(t.workspaceId)],
)

export const routingRule = pgTable(
  'routing_rule',
  {
    id: id<RoutingRuleId>('id').primaryKey(),
    workspaceId: workspace(),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    enabled: boolean('enabled').notNull(),
    when: jsonb('when').$type<RouteWhen>().notNull(),
    does: jsonb('does').$type<RouteDoes>().notNull(),
    version: integer('version').notNull(),
    hits: integer('hits').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('routing_rule_order').on(t.workspaceId, t.position)],
)

export const savedView = pgTable(
  'saved_view',
  {
    id: id<SavedViewId>('id').primaryKey(),
    workspaceId: workspace(),
    name: text('name').notNull(),
    query: text('query').notNull(),
    share: text('share').$type<'me' | 'team' | 'everyone'>().notNull(),
    teamId: text('team_id'),
    ownerId: text('owner_id').notNull(),
    ownerName: text('owner_name').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('saved_view_owner').on(t.workspaceId, t.ownerId)],
)

/** The view with which somebody opens Feedback; without a row, the inbox. */
export const feedbackStart = pgTable(
  'feedback_start',
  {
    workspaceId: workspace(),
    userId: text('user_id').notNull(),
    /** A view that every workspace has, or the id of a saved one. */
    view: text('view').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] })],
)

/** How soon people are answered; without a row, as Soundings comes. */
export const slaPolicy = pgTable('sla_policy', {
  workspaceId: id<WorkspaceId>('workspace_id').primaryKey(),
  policy: jsonb('policy').$type<SlaPolicy>().notNull(),
  version: integer('version').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** Who has an item open; rows older than half a minute mean nobody. */
export const feedbackPresence = pgTable(
  'feedback_presence',
  {
    workspaceId: workspace(),
    itemId: id<FeedbackItemId>('item_id').notNull(),
    userId: text('user_id').notNull(),
    name: text('name').notNull(),
    typingAt: instant('typing_at'),
    seenAt: instant('seen_at').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.itemId, t.userId] })],
)

/** The owner of a flag was told of this many complaints of exposed people (1, 3, 8, 20). */
export const feedbackNotice = pgTable(
  'feedback_notice',
  {
    workspaceId: workspace(),
    flagKey: text('flag_key').notNull(),
    /** Id of the rollout. */
    subject: text('subject').notNull(),
    people: integer('people').notNull(),
    itemId: id<FeedbackItemId>('item_id').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.flagKey, t.subject, t.people] })],
)
