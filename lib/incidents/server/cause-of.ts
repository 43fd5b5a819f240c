import { findEnvironment, readFlag } from '@/lib/flags/server/contract'
import { countFlagMet, countMetricEvents } from '@/lib/telemetry/server/contract'
import { actorMay, type Member } from '@/lib/kernel/actor'
import { count, decimal, level, measureOf, plural, share, differenceText, percent } from '@/lib/kernel/format'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant, toMs } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type MetricEvidence, type RolloutView } from '@/lib/rollouts/core/schema'
import { findRollout, viewOf as rolloutViewOf } from '@/lib/rollouts/server/contract'
import { ratioOf } from '../core/contrast'
import { type Harmed, watched, windowsOf } from '../core/recovery'
import { type CauseView, type WatchView } from '../core/schema'
import { type SuspectRow } from './suspect-rows'

const TAKEN_AWAY = new Set(['stopped', 'rolling-back', 'rolled-back'])
/** Half an hour is six windows; after that the page shows the last of them. */
const WATCHED_MS = 60 * 60_000

type Found = { cause: CauseView; impact: string | null }

/** The suspect that can be stopped, as its own page sees it: what it does to people, and what stopping would do. */
export async function causeOf(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  suspect: SuspectRow,
  viewer: Member,
  now: Instant,
): Promise<Found | null> {
  const row = await findRollout(db, workspaceId, suspect.ref)
  if (!row) return null
  const view = await rolloutViewOf(db, row, viewer, now, { withRecovery: false })
  const driver = drivingMetric(view)
  const verb = (name: string) => view.verbs.find((each) => each.verb === name)
  const [stop, pause, undo] = [verb('stop'), verb('pause'), verb('undo')]
  const isAway = TAKEN_AWAY.has(view.state)
  const isLossy = view.brief?.reversible === false
  const startedAt = row.published && isAway ? row.published.at : null
  const rolloutId = row.rollout.id
  return {
    impact: driver ? impactOf(driver) : null,
    cause: {
      suspectId: suspect.id,
      rolloutId,
      rolloutVersion: view.version,
      environment: view.environment,
      name: view.name,
      flag: view.flag,
      environmentName: view.environmentName,
      state: view.state,
      sentence: sentenceOf(view, driver),
      since: isHarmful(view) ? (driver?.since ?? view.verdict?.since ?? null) : null,
      consequence: consequenceOf(view),
      weight: view.weight,
      people: view.peopleExposed,
      stop: {
        enabled: stop?.enabled ?? false,
        reason: stop?.reason ?? null,
        confirm: isLossy || (stop?.confirm ?? false),
        lost: isLossy ? (view.brief?.lost ?? '') : null,
      },
      pause: { enabled: pause?.enabled ?? false, reason: pause?.reason ?? null },
      stopped:
        isAway && view.lastDecision ? { at: startedAt ?? view.lastDecision.at, by: view.lastDecision.by.name } : null,
      undo: view.undo && view.undo.verb === 'stop' ? { until: view.undo.until } : null,
      undoReason: undo?.reason ?? null,
      propagation: view.propagation,
      watch: startedAt && driver ? await watchOf(db, row, { driver, startedAt, now }) : null,
    },
  }
}

/** A flag without a rollout: stopped itself, before every rule, until somebody resumes it there. */
export async function flagCauseOf(
  db: Db | Tx,
  suspect: SuspectRow,
  environmentId: EnvironmentId,
  viewer: Member,
): Promise<Found | null> {
  const flag = await readFlag(db, suspect.workspaceId, suspect.ref)
  const environment = await findEnvironment(db, suspect.workspaceId, environmentId)
  const targeting = environment && flag?.environments[environment.key]?.targeting
  if (!flag || !environment || !targeting) return null
  const { handStop } = targeting
  const may = actorMay(viewer, 'flag.stop')
  const reason = handStop ? 'Nobody has it now' : may ? null : 'You can read this, not change it. Ask somebody on call.'
  return {
    impact: null,
    cause: {
      suspectId: suspect.id,
      rolloutId: null,
      rolloutVersion: flag.version,
      environment: environment.key,
      name: flag.key,
      flag: flag.key,
      environmentName: environment.name,
      state: handStop ? 'stopped' : 'served',
      sentence: `${suspect.title}. No rollout compares it, so nothing is known about harm.`,
      since: null,
      consequence: handStop
        ? 'Everybody has the safe version. It is resumed on the page of the flag.'
        : `In ${environment.name}: everybody goes to the safe version (${flag.defaultVariant}). It is resumed on the page of the flag; there is no Undo here.`,
      weight: handStop ? 0 : 100,
      people: 0,
      stop: { enabled: may && !handStop, reason, confirm: false, lost: null },
      pause: { enabled: false, reason: 'A flag without a rollout cannot be paused.' },
      stopped: handStop ? { at: handStop.at, by: handStop.by.name } : null,
      undo: null,
      undoReason: null,
      propagation: null,
      watch: null,
    },
  }
}

/** The metric that leads the verdict, else the guardrail with most evidence of harm. */
function drivingMetric({ verdict }: RolloutView): MetricEvidence | null {
  if (!verdict) return null
  const guardrails = verdict.metrics.filter(({ role }) => role === 'guardrail')
  const lead = verdict.metrics.find(({ key }) => key === verdict.drivers[0])
  return lead ?? guardrails.toSorted((a, b) => b.logEm - a.logEm)[0] ?? null
}

const isHarmful = ({ verdict }: RolloutView): boolean =>
  verdict?.code === 'harmful' || verdict?.code === 'harmful-for-segment'

function sentenceOf(view: RolloutView, driver: MetricEvidence | null): string {
  const name = `${view.flag} (${view.name}, ${share(view.weight)})`
  const low = driver ? (ratioOf(driver)?.low ?? null) : null
  if (driver && isHarmful(view) && low !== null && low > 1) {
    const told = differenceText(driver.difference, measureOf(driver.unit, driver.limit, driver.form))
    return `${name}: people with it fail at least ${decimal(low, 1)} times as often, ${driver.name} ${told}; people without it are steady.`
  }
  if (view.verdict?.code === 'outside-cause')
    return `${name}: everybody is worse off, with it and without it. Look outside.`
  if (!view.verdict) return `${name}: nothing was compared yet.`
  return `${name}: no harm was found in it so far.`
}

function consequenceOf(view: RolloutView): string {
  if (TAKEN_AWAY.has(view.state)) return `Nobody has it now. ${resumeOf(view)}.`
  const { propagationS } = view
  const time = propagationS !== null ? `takes about ${decimal(Math.ceil(propagationS), 0)} s` : 'time not measured yet'
  const people =
    view.peopleExposed > 0 ? `${plural(view.peopleExposed, 'person goes', 'people go')} back` : 'everybody goes back'
  const undo =
    view.latched || isHarmful(view) ? `No Undo: the verdict is harmful. ${resumeOf(view)}` : 'Undo for 10 minutes'
  return `In ${view.environmentName}: ${time}, ${people} to the safe version. ${undo}.`
}

const resumeOf = ({ stages }: RolloutView): string => `Resume… starts again at ${share(stages[0]?.weight ?? 0)}`

/** What people meet now, by the last measurement. */
function impactOf({ name, unit, limit, form, exposed, baseline }: MetricEvidence): string | null {
  if (exposed.rate === null || baseline.rate === null) return null
  if (form) {
    const measure = measureOf(unit, limit, form)
    return `${name}: ${level(exposed.rate, measure)} for exposed people (usual ${level(baseline.rate, measure)})`
  }
  return `${name}: ${percent(exposed.rate)} of ${count(exposed.units)} exposed people (usual ${percent(baseline.rate)})`
}

type Watching = { driver: MetricEvidence; startedAt: Instant; now: Instant }
type Row = NonNullable<Awaited<ReturnType<typeof findRollout>>>

async function watchOf(
  db: Db | Tx,
  { workspaceId, environmentId, rollout }: Row,
  { driver, startedAt, now }: Watching,
): Promise<WatchView | null> {
  // How often a mean's events come says nothing of how large they are.
  if (driver.form) return null
  const sinceMs = toMs(now) - toMs(startedAt)
  // In the very decision there is nothing to tell yet, and its answer does not wait for a count.
  if (sinceMs <= 0 || sinceMs > WATCHED_MS) return null
  const spans = windowsOf(startedAt, now)
  const counts = await countMetricEvents(db, workspaceId, rollout.id, driver.key, spans, now)
  if (!counts) return null
  const met = await countFlagMet(db, { workspaceId, environmentId, flag: rollout.flagKey }, spans, now)
  const harmed: Harmed = {
    name: driver.name,
    direction: driver.direction,
    exposed: driver.exposed.rate ?? 0,
    baseline: driver.baseline.rate ?? driver.baselineFrozen,
    exposedPeople: driver.exposed.units,
    baselinePeople: driver.baseline.units,
  }
  return watched(harmed, spans, { counts, met }, { stoppedAt: startedAt, now })
}
