import { instant, type Instant, toMs } from '@/lib/kernel/time'
import { DEPLOYMENT_STATUSES, type DeploymentReport, type DeploymentStatus } from './deployment-schema'

/** How far a deployment came, as all reports of it say together. */
export type Progress = {
  status: DeploymentStatus
  statusAt: Instant
  startedAt: Instant | null
  finishedAt: Instant | null
  failedAt: Instant | null
  rolledBackAt: Instant | null
}

/** What one report says of it. */
export type Told = {
  status: DeploymentStatus
  at: Instant
  /** The report named its time; without one, the time is that of its arrival. */
  isExact: boolean
  startedAt: Instant | null
}

export const TIME_OF = {
  started: 'startedAt',
  finished: 'finishedAt',
  failed: 'failedAt',
  'rolled-back': 'rolledBackAt',
} as const satisfies Record<DeploymentStatus, keyof Progress>

/**
 * Takes one report in. Reports that name their times may come late, twice and in any order: the first moment of each
 * state and the last state stay the same. One without a time says nothing new when it repeats what is known, and never
 * takes a deployment back to its start.
 */
export function progressWith(known: Progress | null, told: Told): Progress {
  const begun = told.startedAt && told.startedAt < told.at ? told.startedAt : null
  const place = TIME_OF[told.status]
  const times = timesOf(known)
  if (known && !told.isExact && (told.status === known.status || told.status === 'started')) {
    return { ...times, startedAt: earlier(times.startedAt, begun), status: known.status, statusAt: known.statusAt }
  }
  times[place] = earlier(times[place], told.at)
  times.startedAt = earlier(times.startedAt, begun)
  const isLater = !known || isAfter(told, { status: known.status, at: known.statusAt })
  const last = isLater ? { status: told.status, statusAt: told.at } : { status: known.status, statusAt: known.statusAt }
  return { ...times, ...last }
}

/** Nothing came to be known between the two. */
export const isSame = (a: Progress, b: Progress): boolean =>
  a.status === b.status &&
  a.statusAt === b.statusAt &&
  DEPLOYMENT_STATUSES.every((status) => a[TIME_OF[status]] === b[TIME_OF[status]])

/** Only the times: a row knows more than how far it came. */
const timesOf = (known: Progress | null) => ({
  startedAt: known?.startedAt ?? null,
  finishedAt: known?.finishedAt ?? null,
  failedAt: known?.failedAt ?? null,
  rolledBackAt: known?.rolledBackAt ?? null,
})

const earlier = (a: Instant | null, b: Instant | null): Instant | null => (a !== null && (b === null || a < b) ? a : b)

type Moment = { status: DeploymentStatus; at: Instant }
const rank = (status: DeploymentStatus): number => DEPLOYMENT_STATUSES.indexOf(status)
const isAfter = (a: Moment, b: Moment): boolean => a.at > b.at || (a.at === b.at && rank(a.status) > rank(b.status))

/** A sender's clock more than this ahead is set to ours, and the row says so, as on every timeline. */
const AHEAD_MS = 5 * 60_000

/** What a report says, by our clock: nothing has happened after now. */
export function toldBy(
  { status, time, startedAt }: Pick<DeploymentReport, 'status' | 'time' | 'startedAt'>,
  now: Instant,
): Told & { isClamped: boolean } {
  const nowMs = toMs(now)
  const at = (ms: number): Instant => instant(Math.min(ms, nowMs))
  return {
    status,
    at: time === undefined ? now : at(time),
    isExact: time !== undefined,
    startedAt: startedAt === undefined ? null : at(startedAt),
    isClamped: Math.max(time ?? 0, startedAt ?? 0) - nowMs > AHEAD_MS,
  }
}

/** What makes reports speak of one deployment: the sender's id for it, else all that it is. */
export function deploymentKey(report: DeploymentReport, environment: string): string {
  const { id, provider, repository, service, sha = '', version, pipeline } = report
  const its = id === undefined ? ['', sha, version, pipeline] : [id]
  return JSON.stringify([provider, provider === 'api' ? service : repository, environment, ...its])
}

type Named = { service: string; version: string; sha: string }

/** "payments-api 1.44": what is deployed, in a few words. */
export function deployedWords({ service, version, sha }: Named): string {
  return [service, version || sha.slice(0, 7)].filter(Boolean).join(' ')
}

/** "payments-api 1.44 to Production by CI", with what became of it where it is not done. */
export function deploymentTitle(
  its: Named & { byName: string },
  environment: string,
  status: DeploymentStatus,
): string {
  const words = deployedWords(its)
  const by = its.byName ? ` by ${its.byName}` : ''
  if (status === 'finished') return `${words} to ${environment}${by}`
  if (status === 'started') return `${words} on its way to ${environment}${by}`
  if (status === 'failed') return `${words} to ${environment} failed${by && `, started${by}`}`
  return `${words} rolled back in ${environment}${by}`
}
