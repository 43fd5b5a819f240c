import { z } from 'zod'
import {
  ActAnswer,
  BulkAnswer,
  ClassifyView,
  ClusterRow,
  ClusterView,
  ErasureView,
  FeedbackCounts,
  FeedbackItemView,
  FeedbackRow,
  ImportView,
  LabelInput,
  MergeTargetView,
  PersonInput,
  PresenceView,
  PresentView,
  RevealInput,
  RouteDryRun,
  RoutingRuleInput,
  RoutingRuleView,
  RuleDryRun,
  SavedView,
  SimilarView,
  SlaPolicyView,
  SourceInput,
  SourceView,
  StartView,
  TagInput,
  TagRuleInput,
  TagRuleView,
  TagSettingView,
  TriageAct,
  TriageInput,
  type TriageVerb,
} from '@/lib/feedback/core/schema'
import { bulkTriage } from '@/lib/feedback/server/bulk'
import { unmergeCluster } from '@/lib/feedback/server/cluster-unmerge'
import { editCluster, mergeClusters, pinCluster, splitCluster } from '@/lib/feedback/server/clusters'
import { ImportInput } from '@/lib/feedback/server/import-csv'
import { erasePerson, setConsent } from '@/lib/feedback/server/people'
import { replyToItem } from '@/lib/feedback/server/reply'
import { deleteRoutingRule, orderRoutingRules, saveRoutingRule } from '@/lib/feedback/server/routing-rules'
import { deleteView, saveView } from '@/lib/feedback/server/saved-views'
import { editSla } from '@/lib/feedback/server/sla'
import { editSource } from '@/lib/feedback/server/sources'
import { deleteTagRule, saveTag, saveTagRule } from '@/lib/feedback/server/tag-rules'
import { setStartView } from '@/lib/feedback/server/start-view'
import { undoAct } from '@/lib/feedback/server/undo'
import { ClusterId, FeedbackSourceId, RoutingRuleId } from '@/lib/kernel/id'
import { listOf, PAGE, room, text } from './operation'
import { PersonExport, RevealedItem } from './views-feedback'

const { act, read } = room('Feedback')
const settings = room('Feedback settings')
const clusters = room('Clusters')
const people = room('People who wrote')
const item = { addressed: ['itemId'] }
const cluster = { addressed: ['clusterId'] }
const person = { addressed: ['personId'] }
const byId = { addressed: ['id'] }
const Nothing = z.null()
const Named = z.object({ id: ClusterId, name: z.string(), version: z.int() })
const Moved = BulkAnswer.extend({ clusterId: ClusterId.nullable() })

const SUMMARIES: Readonly<Record<TriageVerb, string>> = {
  done: 'Close it with an outcome',
  reopen: 'Open it again',
  start: 'Start to work on it',
  assign: 'Give it an owner or a team',
  prioritise: 'Say how urgent it is',
  tag: 'Add and remove tags',
  type: 'Correct its type',
  sentiment: 'Correct its sentiment',
  cluster: 'Put it into a cluster, or take it out',
  merge: 'Merge it into another item',
  unmerge: 'Take a merge back',
  snooze: 'Put it away until something happens',
  wake: 'Bring it back at once',
  link: 'Link an issue, rollout or flag',
  unlink: 'Take a link away',
  note: 'Write a note that only members see',
  decline: 'Decline it, with the reason',
  spam: 'Mark it as spam',
  unread: 'Mark it as unread or read',
}

/** A verb's own members, with the version that was seen. */
const triage = TriageAct.options.map((option) => {
  const verb = option.shape.verb.value
  const { verb: _, ...own } = option.shape
  const input = z.object({ ...own, expectedVersion: TriageInput.shape.expectedVersion })
  const asked = { permission: 'feedback.triage' as const, input }
  return act(`POST /api/v1/feedback/{id}/${verb}`, SUMMARIES[verb], asked, ActAnswer)
})

export const feedbackOperations = [
  read('GET /api/v1/feedback', 'A page of the inbox', listOf(FeedbackRow), {
    query: {
      ...PAGE,
      view: text('One of the inbox’s views, such as `inbox`, `mine` or `done`.'),
      q: text('Words and operators, such as `flag:checkout-v2 is:unread`.'),
      channel: text('Channels, with commas between.'),
      sentiment: text('Sentiments, with commas between.'),
      exposed: text('`yes`, `no`, or a cohort.'),
      due: text('`breached`, `at-risk`, `on-track` or `none`, with commas between.'),
      sort: {
        about: 'Order.',
        schema: z.enum(['-received', 'waiting', 'due', 'negative', 'suggested', 'cluster']),
      },
    },
  }),
  read('GET /api/v1/feedback/presence', 'Which items others have open now', listOf(PresentView)),
  read('GET /api/v1/feedback/counts', 'What is where', FeedbackCounts),
  read('GET /api/v1/feedback/{id}', 'One item, masked', FeedbackItemView),
  read('GET /api/v1/feedback/{id}/attachments/{attachmentId}', 'A picture that came with it', null, {
    gives: 'image/*',
    query: { pass: text('From the address that a reveal gives, where the words hide something.') },
    refusals: [401, 403, 404, 503],
  }),
  read('GET /api/v1/feedback/{id}/similar', 'Items that say the same', listOf(SimilarView), {
    query: { limit: { about: 'How many at most.', schema: z.coerce.number().int().min(1).max(50).default(5) } },
  }),
  read('GET /api/v1/feedback/{id}/merge-targets', 'Items that it may be merged into', listOf(MergeTargetView), {
    query: { q: text('A name such as FB-1042, or words.') },
  }),
  read('GET /api/v1/feedback/{id}/presence', 'Who has it open', PresenceView),
  ...triage,
  act('POST /api/v1/feedback/{id}/reply', 'Answer by mail', replyToItem, ActAnswer, item),
  act(
    'POST /api/v1/feedback/{id}/reveal',
    'See the original, with a reason',
    { permission: 'feedback.reveal', input: RevealInput },
    RevealedItem,
    item,
  ),
  act(
    'POST /api/v1/feedback/{id}/labels',
    'Correct what was predicted',
    { permission: 'feedback.triage', input: LabelInput },
    ActAnswer,
    item,
  ),
  act('POST /api/v1/feedback/bulk', 'One verb on many items', bulkTriage, BulkAnswer),
  act('POST /api/v1/feedback/undo', 'Take an act back', undoAct, BulkAnswer),
  act(
    'POST /api/v1/feedback/classify',
    'What the rules say of a text; nothing is stored',
    { permission: 'workspace.read', input: z.object({ text: z.string() }) },
    ClassifyView,
  ),
  act(
    'POST /api/v1/feedback/import',
    'Look at a CSV, then take it in',
    { permission: 'feedback.configure', input: ImportInput },
    ImportView,
  ),
  settings.read('GET /api/v1/feedback/routes', 'Routing rules in their order', listOf(RoutingRuleView)),
  settings.act('POST /api/v1/feedback/routes', 'Save a routing rule', saveRoutingRule, RoutingRuleView, {
    status: 201,
  }),
  settings.act(
    'POST /api/v1/feedback/routes/order',
    'Put the routing rules into another order',
    orderRoutingRules,
    z.object({ ids: z.array(RoutingRuleId) }),
  ),
  settings.act(
    'POST /api/v1/feedback/routes/dry-run',
    'What a routing rule would have met among the newest items; nothing changes',
    { permission: 'workspace.read', input: RoutingRuleInput },
    RouteDryRun,
  ),
  settings.act('DELETE /api/v1/feedback/routes/{id}', 'Delete a routing rule', deleteRoutingRule, Nothing, byId),
  settings.read('GET /api/v1/feedback/rules', 'Tag rules', listOf(TagRuleView)),
  settings.act('POST /api/v1/feedback/rules', 'Save a tag rule', saveTagRule, TagRuleView, { status: 201 }),
  settings.act('DELETE /api/v1/feedback/rules/{id}', 'Delete a tag rule', deleteTagRule, Nothing, byId),
  settings.act(
    'POST /api/v1/feedback/rules/dry-run',
    'What a rule would have tagged',
    { permission: 'workspace.read', input: TagRuleInput },
    RuleDryRun,
  ),
  settings.read('GET /api/v1/feedback/tags', 'Tags with their use', listOf(TagSettingView)),
  settings.act('POST /api/v1/feedback/tags', 'Add, rename or switch a tag', saveTag, TagInput),
  settings.read('GET /api/v1/feedback/views', 'Saved views of the inbox', listOf(SavedView)),
  settings.act('POST /api/v1/feedback/views', 'Save a view', saveView, SavedView, { status: 201 }),
  settings.read('GET /api/v1/feedback/views/start', 'The view that Feedback opens with for you', StartView),
  settings.act('POST /api/v1/feedback/views/start', 'Open Feedback with another view', setStartView, StartView),
  settings.act('DELETE /api/v1/feedback/views/{id}', 'Delete an own view', deleteView, Nothing, byId),
  settings.read('GET /api/v1/feedback/sla', 'How soon people are answered', SlaPolicyView),
  settings.act('PATCH /api/v1/feedback/sla', 'Set the targets and the hours of work', editSla, SlaPolicyView),
  settings.read('GET /api/v1/feedback/sources', 'Where feedback comes from', listOf(SourceView)),
  settings.act(
    'POST /api/v1/feedback/sources',
    'Add a source of signed webhooks; its secret is shown once',
    { permission: 'feedback.configure', input: SourceInput },
    SourceView.extend({ secret: z.string().nullable() }),
    { status: 201 },
  ),
  settings.act(
    'PATCH /api/v1/feedback/sources/{id}',
    'Pause a source, let it go on, or rename it',
    editSource,
    z.object({ id: FeedbackSourceId, state: z.enum(['active', 'paused']) }),
    { addressed: ['sourceId'] },
  ),
  clusters.read('GET /api/v1/clusters', 'Clusters, the most people first', listOf(ClusterRow), {
    query: { ...PAGE, state: text('`emerging`, `all`, or a state.'), rising: text('`1`: only those that grow.') },
  }),
  clusters.read('GET /api/v1/clusters/{id}', 'One cluster', ClusterView),
  clusters.act('PATCH /api/v1/clusters/{id}', 'Rename a cluster or say where it is', editCluster, Named, cluster),
  clusters.act('POST /api/v1/clusters/{id}/merge', 'Bring two clusters together', mergeClusters, Named, cluster),
  clusters.act('POST /api/v1/clusters/{id}/unmerge', 'Take a merge back', unmergeCluster, Named, cluster),
  clusters.act('POST /api/v1/clusters/{id}/split', 'Take items out into their own', splitCluster, Moved, cluster),
  clusters.act('POST /api/v1/clusters/{id}/pin', 'Say what belongs, and what never does', pinCluster, Moved, cluster),
  people.act(
    'POST /api/v1/persons/{id}/consent',
    'What a person agreed to',
    setConsent,
    z.object({ granted: z.boolean() }),
    person,
  ),
  people.act(
    'POST /api/v1/persons/{id}/export',
    'All that is kept of a person',
    { permission: 'person.export', input: PersonInput },
    PersonExport,
    person,
  ),
  people.act('POST /api/v1/persons/{id}/erase', 'Count, then delete a person', erasePerson, ErasureView, person),
]
