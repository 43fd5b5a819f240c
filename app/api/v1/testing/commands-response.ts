import { TRIAGE_VERBS, type TriageVerb } from '@/lib/feedback/core/schema'
import { DEFAULT_SLA } from '@/lib/feedback/core/sla-policy'
import { bulkTriage } from '@/lib/feedback/server/bulk'
import { unmergeCluster } from '@/lib/feedback/server/cluster-unmerge'
import { editCluster, mergeClusters, pinCluster, splitCluster } from '@/lib/feedback/server/clusters'
import { importCsv } from '@/lib/feedback/server/import-csv'
import { erasePerson, exportPerson, setConsent } from '@/lib/feedback/server/people'
import { replyToItem } from '@/lib/feedback/server/reply'
import { revealOriginal } from '@/lib/feedback/server/reveal'
import { deleteRoutingRule, orderRoutingRules, saveRoutingRule } from '@/lib/feedback/server/routing-rules'
import { deleteView, saveView } from '@/lib/feedback/server/saved-views'
import { editSla } from '@/lib/feedback/server/sla'
import { createSource, editSource } from '@/lib/feedback/server/sources'
import { setStartView } from '@/lib/feedback/server/start-view'
import { deleteTagRule, saveTag, saveTagRule } from '@/lib/feedback/server/tag-rules'
import { triageVerbs } from '@/lib/feedback/server/triage'
import { undoAct } from '@/lib/feedback/server/undo'
import { openIncident } from '@/lib/incidents/server/open-incident'
import { takeAlerts } from '@/lib/incidents/server/take-alerts'
import { tellTimeline } from '@/lib/incidents/server/tell-timeline'
import { incidentVerbs, isIncidentWord, type IncidentWord } from '@/lib/incidents/server/verbs'
import { recoverIncident } from '@/lib/incidents/server/watch-incident'
import { made, row, type CommandRow } from './command-row'
import { type World } from './world'

const itemId = ({ items }: World) => items[0]

/** Each verb's own members. */
const TRIAGE: Readonly<Record<TriageVerb, (world: World) => object>> = {
  done: () => ({}),
  reopen: () => ({}),
  start: () => ({}),
  assign: ({ admin }) => ({ assigneeId: admin.id }),
  prioritise: () => ({ priority: 'high' }),
  tag: () => ({ add: ['slow'] }),
  type: () => ({ type: 'bug' }),
  sentiment: () => ({ label: 'negative' }),
  cluster: ({ clusters }) => ({ clusterId: clusters[1] }),
  merge: ({ items }) => ({ into: items[1] }),
  unmerge: () => ({}),
  snooze: () => ({ snooze: { until: 'reply' } }),
  wake: () => ({}),
  link: () => ({ link: { kind: 'flag', ref: 'spare' } }),
  unlink: () => ({ ref: 'spare' }),
  note: () => ({ text: 'Seen.' }),
  decline: () => ({ reason: 'Not now.' }),
  spam: () => ({}),
  unread: () => ({ unread: true }),
}
const TO_A_NEW_ITEM: Partial<Record<TriageVerb, string>> = {
  reopen: 'already-open',
  unmerge: 'not-merged',
  wake: 'not-snoozed',
}

const INCIDENT: Readonly<Record<IncidentWord, (world: World) => object>> = {
  acknowledge: () => ({}),
  state: () => ({ to: 'investigating' }),
  severity: () => ({ severity: 'SEV1' }),
  milestone: ({ runtime }) => ({ milestone: 'impact_started', at: runtime.now() }),
  rename: () => ({ title: 'Payments fail for some' }),
  merge: ({ other }) => ({ into: other.id }),
  unmerge: () => ({}),
  'link-rollout': ({ rollout }) => ({ rollout: rollout.id }),
  'unlink-rollout': ({ rollout }) => ({ rollout: rollout.id }),
  assign: () => ({ role: 'scribe' }),
  tasks: () => ({ title: 'Call them' }),
  'finish-task': ({ taskId }) => ({ taskId }),
  suspect: ({ suspectId }) => ({ suspectId, verdict: 'confirmed' }),
  notes: () => ({ body: 'It goes on.' }),
  updates: () => ({ body: 'We are on it.' }),
  'edit-row': ({ eventId }) => ({ eventId, pinned: true }),
}
const INCIDENT_MORE: Partial<Record<IncidentWord, Partial<CommandRow>>> = {
  unmerge: { here: 'not-merged' },
  'link-rollout': { elsewhere: 'unknown-rollout' },
  'unlink-rollout': { elsewhere: 'unknown-rollout' },
}

const ALERTS = {
  version: '4',
  status: 'firing',
  alerts: [{ status: 'firing', labels: { alertname: 'High' }, startsAt: '2026-03-05T09:59:00Z', fingerprint: 'a1' }],
}

/** Feedback and incidents. */
export const responseCommands: readonly CommandRow[] = [
  ...TRIAGE_VERBS.map((verb) =>
    row(triageVerbs[verb], (world) => ({ itemId: itemId(world), act: { verb, ...TRIAGE[verb](world) } }), {
      here: TO_A_NEW_ITEM[verb] ?? 'done',
    }),
  ),
  row(bulkTriage, ({ items }) => ({ ids: items, act: { verb: 'spam' } })),
  row(undoAct, ({ actId }) => ({ actId })),
  row(replyToItem, (world) => ({ itemId: itemId(world), text: 'Thank you.' })),
  made('feedback.reveal', 'feedback.reveal', revealOriginal, (world) => ({ itemId: itemId(world), reason: 'Asked.' })),
  made('feedback.import', 'feedback.configure', importCsv, () => ({ csv: 'text\nHello', dryRun: true }), {
    elsewhere: 'own',
  }),
  row(saveTagRule, () => ({ tag: 'slow', pattern: 'sluggish' }), { elsewhere: 'own' }),
  row(deleteTagRule, ({ tagRule }) => ({ id: tagRule.id })),
  row(saveTag, () => ({ key: 'slow', name: 'Slow' }), { elsewhere: 'own' }),
  row(saveRoutingRule, ({ route }) => ({ id: route.id, name: 'Everything' })),
  row(orderRoutingRules, ({ route }) => ({ ids: [route.id] })),
  row(deleteRoutingRule, ({ route }) => ({ id: route.id })),
  row(saveView, ({ view }) => ({ id: view.id, name: 'My own', query: '' })),
  row(deleteView, ({ view }) => ({ id: view.id })),
  row(setStartView, ({ view }) => ({ view: view.id })),
  row(editSla, () => ({ policy: DEFAULT_SLA, expectedVersion: 0 }), { elsewhere: 'own' }),
  made('feedback-source.create', 'feedback.configure', createSource, () => ({ channel: 'social', name: 'Posts' }), {
    elsewhere: 'own',
  }),
  row(editSource, ({ source }) => ({ sourceId: source.id, state: 'paused' })),
  row(editCluster, ({ clusters }) => ({ clusterId: clusters[0], name: 'Crash at pay' })),
  row(mergeClusters, ({ clusters }) => ({ clusterId: clusters[0], from: clusters[1] })),
  row(unmergeCluster, ({ clusters }) => ({ clusterId: clusters[0], from: clusters[1] }), { here: 'not-merged' }),
  row(splitCluster, ({ clusters, items }) => ({ clusterId: clusters[0], itemIds: [items[0]] })),
  row(pinCluster, ({ clusters, items }) => ({ clusterId: clusters[0], itemIds: [items[0]], kind: 'same' })),
  row(setConsent, ({ personId }) => ({ personId, purpose: 'reply', granted: true })),
  made('person.export', 'person.export', exportPerson, ({ personId }) => ({ personId })),
  row(erasePerson, ({ personId }) => ({ personId })),
  row(openIncident, () => ({ title: 'Mails are late' }), { elsewhere: 'own' }),
  ...Object.keys(incidentVerbs)
    .filter(isIncidentWord)
    .map((word) => {
      const verb: { name: string } = incidentVerbs[word]
      const input = (world: World) => ({ incidentId: world.incident.id, ...INCIDENT[word](world) })
      return row(verb as typeof openIncident, input, INCIDENT_MORE[word]) // any verb runs
    }),
  row(recoverIncident, ({ incident }) => ({ incidentId: incident.id }), { here: 'not-recovered' }),
  row(takeAlerts, () => ({ webhook: ALERTS, environmentId: null }), { elsewhere: 'own' }),
  row(tellTimeline, ({ incident }) => ({ kind: 'note', title: 'Deploy', incident: incident.id }), {
    elsewhere: 'unknown-incident',
  }),
]
