import { z } from 'zod'
import { type DeploymentReport, type DeploymentStatus } from './deployment-schema'

/** What a webhook says: a report of a deployment, nothing for us, or nothing that can be read. */
export type Heard =
  | { kind: 'report'; report: DeploymentReport }
  | { kind: 'ignored'; why: string }
  | { kind: 'malformed' }

const ignored = (why: string): Heard => ({ kind: 'ignored', why })

const Text = z.string().nullish()
const Person = z.object({ login: Text }).nullish()
const Repository = z.object({ full_name: z.string().min(1) })
const GithubDeployment = z.object({
  id: z.int(),
  sha: Text,
  ref: Text,
  environment: z.string().min(1),
  created_at: Text,
  creator: Person,
  payload: z.unknown().optional(),
})
const DeploymentEvent = z.object({ deployment: GithubDeployment, repository: Repository })
const StatusEvent = DeploymentEvent.extend({
  deployment_status: z.object({
    state: z.string(),
    created_at: Text,
    creator: Person,
    log_url: Text,
    target_url: Text,
    environment_url: Text,
  }),
})
const RunEvent = z.object({
  action: z.string(),
  repository: Repository,
  workflow_run: z.object({
    id: z.int(),
    name: z.string().min(1),
    head_sha: Text,
    head_branch: Text,
    conclusion: Text,
    html_url: Text,
    run_started_at: Text,
    updated_at: Text,
    actor: Person,
    head_commit: z.object({ id: z.string(), message: Text, timestamp: Text }).nullish(),
  }),
})

const GITHUB_STATES: Readonly<Record<string, DeploymentStatus>> = {
  in_progress: 'started',
  success: 'finished',
  failure: 'failed',
  error: 'failed',
}
const CONCLUSIONS: Readonly<Record<string, DeploymentStatus>> = {
  success: 'finished',
  failure: 'failed',
  timed_out: 'failed',
  startup_failure: 'failed',
}

/** A webhook of GitHub. @param event of `X-GitHub-Event` */
export function hearGithub(event: string, body: unknown): Heard {
  if (event === 'ping') return ignored('A ping: the webhook is set up.')
  if (event === 'deployment') {
    const read = DeploymentEvent.safeParse(body)
    if (!read.success) return { kind: 'malformed' }
    const { deployment } = read.data
    return reportOf({ ...githubWords(read.data), status: 'started', time: deployment.created_at })
  }
  if (event === 'deployment_status') {
    const read = StatusEvent.safeParse(body)
    if (!read.success) return { kind: 'malformed' }
    const { state, created_at, creator, log_url, target_url, environment_url } = read.data.deployment_status
    const status = GITHUB_STATES[state]
    if (!status) return ignored(`A deployment became ${clean(state, 40)}: it neither began nor ended.`)
    const words = githubWords(read.data)
    const url = log_url || target_url || environment_url
    return reportOf({ ...words, by: creator?.login || words.by, url, status, time: created_at })
  }
  if (event === 'workflow_run') return hearRun(body)
  return ignored(`${clean(event, 60) || 'Something'} tells of no deployment.`)
}

function githubWords({ deployment, repository }: z.infer<typeof DeploymentEvent>): Words {
  const { id, sha, ref, environment, creator, payload } = deployment
  const more = payloadOf(payload)
  return {
    provider: 'github',
    id: `deployment:${id}`,
    providerId: String(id),
    repository: repository.full_name,
    service: more.service,
    environment,
    version: more.version || versionOf(ref),
    sha,
    ref,
    by: creator?.login,
  }
}

/** A workflow names no environment: its runs are deployments where somebody mapped `workflow:<name>`. */
function hearRun(body: unknown): Heard {
  const read = RunEvent.safeParse(body)
  if (!read.success) return { kind: 'malformed' }
  const { action, repository, workflow_run: run } = read.data
  const status =
    action === 'in_progress' ? 'started' : action === 'completed' ? CONCLUSIONS[run.conclusion ?? ''] : null
  if (!status) return ignored(`The workflow ${clean(run.name, 80)} neither began nor ended.`)
  const { id, name, head_sha, head_branch, html_url, run_started_at, updated_at, actor, head_commit: commit } = run
  return reportOf({
    provider: 'github',
    id: `run:${id}`,
    providerId: String(id),
    repository: repository.full_name,
    environment: `workflow:${name}`,
    onlyMapped: true,
    version: versionOf(head_branch),
    sha: head_sha,
    ref: head_branch,
    pipeline: name,
    url: html_url,
    by: actor?.login,
    status,
    time: status === 'started' ? run_started_at : updated_at,
    startedAt: run_started_at,
    commits: commit ? [{ sha: commit.id, at: commit.timestamp, title: commit.message?.split('\n', 1)[0] }] : [],
  })
}

const GitlabEvent = z.object({
  status: z.string(),
  status_changed_at: Text,
  deployment_id: z.int(),
  deployable_url: Text,
  environment: z.string().min(1),
  project: z.object({ path_with_namespace: z.string().min(1) }),
  short_sha: Text,
  ref: Text,
  user: z.object({ name: Text, username: Text }).nullish(),
  commit_url: Text,
  commit_title: Text,
})
const GITLAB_STATES: Readonly<Record<string, DeploymentStatus>> = {
  running: 'started',
  success: 'finished',
  failed: 'failed',
}

/** A webhook of GitLab. */
export function hearGitlab(body: unknown): Heard {
  const kind = z.object({ object_kind: z.string() }).safeParse(body)
  if (!kind.success) return { kind: 'malformed' }
  if (kind.data.object_kind !== 'deployment') {
    return ignored(`${clean(kind.data.object_kind, 60) || 'Something'} tells of no deployment.`)
  }
  const read = GitlabEvent.safeParse(body)
  if (!read.success) return { kind: 'malformed' }
  const its = read.data
  const status = GITLAB_STATES[its.status]
  if (!status) return ignored(`A deployment became ${clean(its.status, 40)}: it neither began nor ended.`)
  // The hook has a short sha alone; the address of the commit has the whole.
  const sha = /\/commit\/([0-9a-f]{40,64})/.exec(its.commit_url ?? '')?.[1] ?? its.short_sha
  return reportOf({
    provider: 'gitlab',
    id: `deployment:${its.deployment_id}`,
    providerId: String(its.deployment_id),
    repository: its.project.path_with_namespace,
    environment: its.environment,
    version: versionOf(its.ref),
    sha,
    ref: its.ref,
    url: its.deployable_url,
    by: its.user?.name || its.user?.username,
    status,
    time: its.status_changed_at,
    commits: sha ? [{ sha, title: its.commit_title }] : [],
  })
}

type Maybe = string | null | undefined
type Words = {
  provider: 'github' | 'gitlab'
  id: string
  providerId: string
  repository: string
  service?: Maybe
  environment: string
  onlyMapped?: boolean
  version: string
  sha: Maybe
  ref: Maybe
  pipeline?: Maybe
  by: Maybe
}
type Parts = Words & {
  url?: Maybe
  status: DeploymentStatus
  time: Maybe
  startedAt?: Maybe
  commits?: readonly { sha: string; at?: Maybe; title?: Maybe }[]
}

const WebAddress = z.url({ protocol: /^https?$/ })

/** What a provider says, cut to what we keep: a long text or a link that is none never loses the deployment. */
function reportOf({ sha, ref, url, pipeline, by, time, startedAt, commits = [], ...its }: Parts): Heard {
  const repository = clean(its.repository, 200)
  const [at, begun] = [momentOf(time), momentOf(startedAt)]
  const isWeb = WebAddress.safeParse(url).success
  return {
    kind: 'report',
    report: {
      provider: its.provider,
      id: its.id,
      providerId: its.providerId,
      repository,
      service: clean(its.service, 100) || clean(repository.split('/').at(-1), 100) || 'unknown',
      environment: clean(its.environment, 200),
      onlyMapped: its.onlyMapped ?? false,
      version: clean(its.version, 100),
      ...(isSha(sha) ? { sha: sha.toLowerCase() } : {}),
      ref: clean(ref, 250),
      pipeline: clean(pipeline, 200),
      url: isWeb ? (url ?? '').slice(0, 1000) : '',
      actor: clean(by, 100),
      status: its.status,
      ...(at === null ? {} : { time: at }),
      ...(begun === null ? {} : { startedAt: begun }),
      commits: commits.flatMap((one) => {
        const committed = momentOf(one.at)
        if (!isSha(one.sha)) return []
        const title = clean(one.title, 500)
        return [{ sha: one.sha.toLowerCase(), title, ...(committed === null ? {} : { at: committed }) }]
      }),
    },
  }
}

const isSha = (text: Maybe): text is string => /^[0-9a-f]{7,64}$/i.test(text ?? '')

function clean(text: Maybe, most: number): string {
  const line = (text ?? '').replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/\p{Surrogate}/gu, '')
  return Array.from(line).slice(0, most).join('').slice(0, most).trim()
}

/** ISO 8601, or GitLab's `2026-11-20 21:50:00 +0200`; null: no time that we know. */
function momentOf(text: Maybe): number | null {
  if (!text || text.length > 40) return null
  const ms = Date.parse(text.replace(/^(\S+) (\S+) ([+-]\d\d):?(\d\d)$/, '$1T$2$3:$4').replace(/ UTC$/, 'Z'))
  return Number.isFinite(ms) && ms >= 0 ? ms : null
}

/** A ref that reads as a version: `v1.44`, `refs/tags/1.44.0`. */
function versionOf(ref: Maybe): string {
  const name = (ref ?? '').replace(/^refs\/tags\//, '')
  return /^v?\d+(\.\d+)+[\w.+-]*$/.test(name) ? name : ''
}

/** What a pipeline may say in a GitHub deployment's payload: an object, or JSON in a text. */
function payloadOf(payload: unknown): { service: Maybe; version: string } {
  const Own = z.object({ service: Text.catch(null), version: Text.catch(null) })
  const read = Own.safeParse(typeof payload === 'string' ? jsonOf(payload) : payload)
  return { service: read.success ? read.data.service : null, version: (read.success && read.data.version) || '' }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
