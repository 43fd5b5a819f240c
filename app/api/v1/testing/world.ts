import { and, eq } from 'drizzle-orm'
import { feedbackItem } from '@/drizzle/schema/feedback'
import { timelineEvent } from '@/drizzle/schema/governance'
import { createMetric } from '@/lib/analysis/server/create-metric'
import { importCsv } from '@/lib/feedback/server/import-csv'
import { saveRoutingRule } from '@/lib/feedback/server/routing-rules'
import { saveView } from '@/lib/feedback/server/saved-views'
import { createSource } from '@/lib/feedback/server/sources'
import { saveTagRule } from '@/lib/feedback/server/tag-rules'
import { triageVerbs } from '@/lib/feedback/server/triage'
import { archiveFlag } from '@/lib/flags/server/archive-flag'
import { createFlag } from '@/lib/flags/server/create-flag'
import { editEnvironment } from '@/lib/flags/server/edit-environment'
import { editFlag } from '@/lib/flags/server/edit-flag'
import { createSegment } from '@/lib/flags/server/edit-segment'
import { listEnvironments } from '@/lib/flags/server/environments'
import { requestChange } from '@/lib/flags/server/request-change'
import { requestAccess } from '@/lib/governance/server/access-requests'
import { createKey } from '@/lib/governance/server/create-key'
import { createTeam } from '@/lib/governance/server/edit-team'
import { invite } from '@/lib/governance/server/invite'
import { editMailServer, sendTestMail } from '@/lib/governance/server/mail-settings'
import { addMember } from '@/lib/governance/server/people'
import { createWorkspace } from '@/lib/governance/server/setup'
import { startSession } from '@/lib/governance/server/start-session'
import { addTask } from '@/lib/incidents/server/verbs-people'
import { linkRollout } from '@/lib/incidents/server/verbs-links'
import { addNote } from '@/lib/incidents/server/verbs-words'
import { anIncidentHouse, type IncidentHouse } from '@/lib/incidents/server/testing'
import { type Actor, type Person } from '@/lib/kernel/actor'
import { Role } from '@/lib/kernel/permissions'
import { type Outcome } from '@/lib/kernel/result'
import { runCommand, type Command } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { emptyForm } from '@/lib/rollouts/core/draft-form'
import { createDeploymentSource, mapDeployments } from '@/lib/telemetry/server/deployment-sources'
import { takeDeployments } from '@/lib/telemetry/server/take-deployments'
import { saveDraft } from '@/lib/rollouts/server/save-draft'

const insist = <T>(outcome: Outcome<T>): T => {
  if (outcome.ok) return outcome.value
  throw new Error(`${outcome.code}: ${outcome.message} ${outcome.field ?? ''}`)
}

const CSV = [
  'text,email',
  'The app crashes on pay,ann@x.example',
  'Crash when I pay,bob@x.example',
  'Nice,cy@x.example',
]

/** A workspace with one of everything that a command can name, and what everything is called. */
export async function aWorld() {
  const house = await anIncidentHouse()
  const { runtime } = house
  const admin = await house.member('Ada', 'admin')
  const leaver = await house.member('Lea', 'viewer')
  const run = async <Input, Value>(verb: Command<Input, Value>, input: unknown, who: Actor = admin) =>
    insist(await runCommand(runtime, verb, input, who))
  const { items, persons } = await someFeedback(house, admin)
  const [first = items[0], second = items[1]] = items
  const opened = async (itemId: unknown) =>
    (await run(triageVerbs.cluster, { itemId, act: { verb: 'cluster', clusterId: 'new' } })).item.cluster?.id
  const clusters = [await opened(first), await opened(second)]
  const noted = await run(triageVerbs.note, { itemId: first, act: { verb: 'note', text: 'Seen.' } })
  const rollout = await house.create('checkout')
  await run(createFlag, { key: 'spare', type: 'boolean' })
  // A change that an incident suspects.
  await run(editFlag, { key: 'spare', expectedVersion: 1, purpose: 'To see.' })
  await run(createFlag, { key: 'gone', type: 'boolean' })
  await run(archiveFlag, { key: 'gone', expectedVersion: 1 })
  const [incident, other] = [await house.open(), await house.open({ title: 'Search is slow' })]
  const linked = await run(linkRollout, { incidentId: incident.id, rollout: rollout.name })
  const withTask = await run(addTask, { incidentId: incident.id, title: 'Look at it' })
  await run(addNote, { incidentId: incident.id, body: 'It began.' })
  const notes = and(eq(timelineEvent.incidentId, incident.id), eq(timelineEvent.kind, 'note'))
  const [note] = await runtime.database.db.select({ id: timelineEvent.id }).from(timelineEvent).where(notes)
  const segment = { key: 'staff', name: 'Staff', rule: { attribute: 'staff', op: 'present', values: [] } }
  await run(editMailServer, { url: 'smtp://127.0.0.1:9', sender: 'house@x.example' })
  const form = emptyForm('spare', 'production')
  return {
    ...house,
    admin,
    leaver,
    form,
    items,
    clusters,
    personId: persons[0],
    actId: noted.actId,
    rollout,
    incident,
    other,
    suspectId: linked.suspects[0]?.id,
    taskId: withTask.tasks[0]?.id,
    eventId: note?.id,
    segment: await run(createSegment, segment),
    change: await aWaitingChange(house, run),
    metric: await run(createMetric, METRIC),
    draft: await run(saveDraft, { draftId: null, form }),
    tagRule: await run(saveTagRule, { tag: 'slow', pattern: 'slow' }),
    route: await run(saveRoutingRule, { name: 'All' }),
    view: await run(saveView, { name: 'Mine', query: '' }),
    source: insist(await createSource(runtime, { channel: 'support', name: 'Desk' }, admin)),
    team: await run(createTeam, { key: 'payments', name: 'Payments' }),
    invitation: insist(await invite(runtime, { role: 'viewer' }, admin)),
    key: insist(await createKey(runtime, { name: 'CI', scope: 'ci' }, admin, { hasEnvironment: never })),
    session: await run(startSession, { userAgent: 'test' }),
    mail: await run(sendTestMail, {}),
    deployment: await run(takeDeployments(listEnvironments), { reports: [{ index: 0, report: DEPLOYED }] }),
    deploymentSource: insist(await createDeploymentSource(runtime, { provider: 'github', name: 'Shop' }, admin)),
    deploymentMapping: await run(mapDeployments(listEnvironments), MAPPED),
    access: await run(requestAccess, { role: 'engineer' }, leaver),
  }
}
export type World = Awaited<ReturnType<typeof aWorld>>

/** A report of a deployment, as a pipeline tells it. */
export const DEPLOYED = {
  service: 'payments-api',
  environment: 'production',
  version: '1.44',
  status: 'finished',
  provider: 'api',
  commits: [],
}
export const MAPPED = { kind: 'repository', told: 'shop/payments', service: 'payments-api' }

const never = () => Promise.resolve(false)

type Run = <Input, Value>(verb: Command<Input, Value>, input: unknown, who?: Actor) => Promise<Value>

/** What production serves asks for approval for as long as it takes to ask. */
async function aWaitingChange({ environmentId, maria }: IncidentHouse, run: Run) {
  await run(editEnvironment, { environmentId, approvalsMin: 1 })
  const environments = { production: { otherwise: 'on' } }
  const input = { key: 'spare', expectedVersion: 2, environments }
  const change = await run(requestChange, { change: { kind: 'edit', input } }, maria)
  await run(editEnvironment, { environmentId, approvalsMin: 0 })
  return change
}

const METRIC = {
  key: 'errors',
  source: { kind: 'event', event: 'error' },
  aggregation: 'first-event',
  direction: 'lower',
  declaredRate: 0.01,
}

async function someFeedback({ runtime, workspaceId }: IncidentHouse, admin: Person) {
  insist(await importCsv(runtime, { csv: CSV.join('\n'), dryRun: false }, admin))
  const its = eq(feedbackItem.workspaceId, workspaceId)
  const rows = await runtime.database.db.select().from(feedbackItem).where(its).orderBy(feedbackItem.number)
  return { items: rows.map(({ id }) => id), persons: rows.flatMap(({ personId }) => personId ?? []) }
}

/** Somebody of each role in another workspace of the same database, which has nothing in it. */
export async function strangers(runtime: Runtime): Promise<Readonly<Record<Role, Person>>> {
  return runtime.database.db.transaction(async (tx) => {
    const now = runtime.now()
    const workspaceId = await createWorkspace(tx, { name: 'Elsewhere', slug: 'elsewhere' }, now)
    const people = new Map<Role, Person>()
    for (const role of Role.options) {
      const who = { workspaceId, name: `Strange ${role}`, role, disciplines: [] }
      const id = await addMember(tx, { ...who, email: `${role}@else.example`, password: 'correct horse battery' }, now)
      people.set(role, { ...who, kind: 'person', id, via: 'web' })
    }
    return Object.fromEntries(people) as Record<Role, Person> // one of each role was just added
  })
}
