import { type z } from 'zod'
import { type DeploymentReport, DeploymentSent, type ReportRejection } from './deployment-schema'

export const REPORTS_MAX = 100

export type RejectedReport = { index: number; code: ReportRejection; message: string }
export type ReadReports =
  | { ok: true; reports: { index: number; report: DeploymentReport }[]; rejected: RejectedReport[] }
  | { ok: false; code: 'malformed' | 'too-many-rows' }

/** What each refusal means, for the sender. */
const WORDS: Record<ReportRejection, string> = {
  'not-an-object': 'Send a deployment as an object.',
  'bad-service': 'Name the service in at most 100 characters.',
  'bad-environment': 'Name the environment by its key.',
  'unknown-environment': 'There is no environment of this key or name.',
  'wrong-environment': 'This key belongs to another environment.',
  'bad-status': 'The status is started, finished, failed or rolled-back.',
  'bad-sha': 'A sha is 7 to 64 hex digits.',
  'bad-time': 'A time is ISO 8601 with offset, or unix milliseconds.',
  'bad-url': 'An address begins with http:// or https://.',
  'bad-commits': 'At most 500 commits, each with a sha.',
  'no-version': 'Name a version or a sha, or give the deployment an id.',
  'bad-text': 'Texts are one line, and short.',
}

export const rejectedReport = (index: number, code: ReportRejection): RejectedReport => ({
  index,
  code,
  message: WORDS[code],
})

const CODES: Readonly<Record<string, ReportRejection>> = {
  service: 'bad-service',
  environment: 'bad-environment',
  status: 'bad-status',
  sha: 'bad-sha',
  previousSha: 'bad-sha',
  time: 'bad-time',
  startedAt: 'bad-time',
  url: 'bad-url',
  commits: 'bad-commits',
}

/** One deployment, or `{deployments: […]}`: what can be taken, and why the rest cannot. */
export function readReports(body: unknown): ReadReports {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { ok: false, code: 'malformed' }
  const sent = 'deployments' in body ? body.deployments : [body]
  if (!Array.isArray(sent) || sent.length === 0) return { ok: false, code: 'malformed' }
  if (sent.length > REPORTS_MAX) return { ok: false, code: 'too-many-rows' }
  const reports: { index: number; report: DeploymentReport }[] = []
  const rejected: RejectedReport[] = []
  for (const [index, one] of sent.entries()) {
    const report = readOne(one)
    if (typeof report === 'string') rejected.push(rejectedReport(index, report))
    else reports.push({ index, report })
  }
  return { ok: true, reports, rejected }
}

function readOne(one: unknown): DeploymentReport | ReportRejection {
  const parsed = DeploymentSent.safeParse(one)
  if (!parsed.success) return codeOf(parsed.error)
  const { environment = '', id, time, startedAt, commits, ...sent } = parsed.data
  if (id === undefined && sent.version === '' && sent.sha === undefined) return 'no-version'
  const its = { environment, provider: 'api', providerId: id ?? '', repository: '', onlyMapped: false } as const
  return {
    ...sent,
    ...its,
    ...(id === undefined ? {} : { id }),
    ...(time === undefined ? {} : { time: msOf(time) }),
    ...(startedAt === undefined ? {} : { startedAt: msOf(startedAt) }),
    commits: commits.map(({ sha, at, title }) => (at === undefined ? { sha, title } : { sha, title, at: msOf(at) })),
  }
}

const msOf = (time: string | number): number => (typeof time === 'number' ? time : Date.parse(time))

function codeOf({ issues }: z.ZodError): ReportRejection {
  const [place] = issues[0]?.path ?? []
  return place === undefined ? 'not-an-object' : (CODES[String(place)] ?? 'bad-text')
}
