import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Answer, type Environment } from './answer'

export const DEPLOY_USAGE = `Usage: soundings deploy --service=<name> --environment=<key> --status=<status> [options]

  --service=<name>        what is deployed
  --environment=<key>     where; a key of one environment may leave it out
  --status=<status>       started, finished, failed or rolled-back
  --version=<version>     what people call it
  --sha=<sha>             commit; GITHUB_SHA or CI_COMMIT_SHA unless given
  --previous-sha=<sha>    what ran before; known from the deployment before unless given
  --ref=<ref>             branch or tag; of the pipeline unless given
  --id=<id>               your own id, so that several reports speak of one deployment
  --pipeline=<id>         its pipeline; GITHUB_RUN_ID or CI_PIPELINE_ID unless given
  --url=<url>             where people read more; of the pipeline unless given
  --actor=<name>          who started it; of the pipeline unless given
  --time=<time>           when it came to be so (ISO 8601); now unless given
  --started-at=<time>     when it began
  --commits=<file>        lines of "sha time title", as git log --format='%H %cI %s' writes them
  --server=<url>          Soundings; SOUNDINGS_URL unless given
  --json                  the answer as JSON
  -h, --help              this text

The key is SOUNDINGS_KEY, of scope ci or hook: never an option, other programs can read those.
Exit codes: 0 taken (once, however often it is sent), 1 not taken now: try again, 2 wrong usage or configuration.`

const text = { type: 'string' } as const
const OPTIONS = {
  service: text,
  environment: text,
  status: text,
  version: text,
  sha: text,
  'previous-sha': text,
  ref: text,
  id: text,
  pipeline: text,
  url: text,
  actor: text,
  time: text,
  'started-at': text,
  commits: text,
  server: text,
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const TRIES = 3
const TIMEOUT_MS = 15_000
const WAIT_MOST_S = 5
const STATUSES = ['started', 'finished', 'failed', 'rolled-back']

const usage = (message: string): Answer => ({
  code: 2,
  text: `${message}\n\n${DEPLOY_USAGE}`,
  data: { code: 'usage', message },
})

/** `soundings deploy`: what a pipeline says of a deployment, sent over HTTP. */
export async function deploy(args: readonly string[], environment: Environment): Promise<Answer & { json: boolean }> {
  const parsed = read(args)
  if (!parsed.ok) return { ...usage(parsed.message), json: false }
  const { values } = parsed
  const json = values.json ?? false
  if (values.help) return { code: 0, text: DEPLOY_USAGE, data: null, json: false }
  const key = environment['SOUNDINGS_KEY']
  const server = values.server ?? environment['SOUNDINGS_URL'] ?? ''
  if (!values.service) return { ...usage('Name the service: --service=<name>.'), json }
  if (!STATUSES.includes(values.status ?? '')) return { ...usage(`The status is one of ${STATUSES.join(', ')}.`), json }
  if (!/^https?:\/\//.test(server) || !URL.canParse(server)) {
    return { ...usage('Say where Soundings is: --server=<url> or SOUNDINGS_URL.'), json }
  }
  if (!key) return { ...usage('There is no key: set SOUNDINGS_KEY.'), json }
  const commits = values.commits === undefined ? [] : await commitsIn(values.commits)
  if (commits === null) return { ...usage(`The commits in ${values.commits} cannot be read.`), json }
  const { 'previous-sha': previousSha, 'started-at': startedAt } = values
  const { service, status, version, id, time } = values
  const body = {
    ...ofPipeline(environment, status === 'rolled-back'),
    ...known({ sha: values.sha, ref: values.ref, pipeline: values.pipeline, url: values.url, actor: values.actor }),
    ...known({ service, environment: values.environment, status, version, id, time, startedAt, previousSha }),
    ...(commits.length > 0 ? { commits } : {}),
  }
  return { ...(await send(new URL('/api/ingest/v1/deployments', server), key, body)), json }
}

function read(args: readonly string[]) {
  try {
    return { ok: true, ...parseArgs({ args: [...args], options: OPTIONS }) } as const
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) } as const
  }
}

function known(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((one): one is [string, string] => one[1] !== undefined && one[1] !== ''),
  )
}

/** What GitHub Actions and GitLab CI say of themselves. The pipeline that rolls back is not the one that brought it. */
function ofPipeline(env: Environment, rollsBack: boolean): Record<string, string> {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = env
  const isGithub = GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_RUN_ID
  const run = isGithub ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` : undefined
  const who = { url: run ?? env['CI_PIPELINE_URL'], actor: env['GITHUB_ACTOR'] ?? env['GITLAB_USER_NAME'] }
  if (rollsBack) return known(who)
  return known({
    ...who,
    sha: env['GITHUB_SHA'] ?? env['CI_COMMIT_SHA'],
    ref: env['GITHUB_REF_NAME'] ?? env['CI_COMMIT_REF_NAME'],
    pipeline: GITHUB_RUN_ID ?? env['CI_PIPELINE_ID'],
  })
}

const COMMITS_MAX = 500

/** The newest 500; null when the file cannot be read as commits. */
async function commitsIn(file: string): Promise<{ sha: string; at: string; title: string }[] | null> {
  const lines = await readFile(file, 'utf8').catch(() => null)
  if (lines === null) return null
  const commits = lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, COMMITS_MAX)
    .map((line) => /^([0-9a-f]{7,64}) (\S+) ?(.*)$/i.exec(line.trim()))
  if (commits.some((found) => found === null)) return null
  return commits.map((found) => ({
    sha: found?.[1] ?? '',
    at: found?.[2] ?? '',
    title: (found?.[3] ?? '').slice(0, 500),
  }))
}

/** Sends it, again where the server is away: reports may come twice. */
async function send(url: URL, key: string, body: object): Promise<Answer> {
  let answer = await ask(url, key, body)
  for (let tries = 1; tries < TRIES && answer.waitS !== null; tries += 1) {
    await sleep(answer.waitS * 1000)
    answer = await ask(url, key, body)
  }
  return answer
}

async function ask(url: URL, key: string, body: object): Promise<Answer & { waitS: number | null }> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error' } as const
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null)
  if (!response) {
    const said = `Soundings cannot be reached at ${url.origin}. The deployment was not told.`
    return { code: 1, text: said, data: { code: 'unreachable', message: said }, waitS: 1 }
  }
  const data: unknown = await response.json().catch(() => null)
  if (response.ok) return { code: 0, text: saidOf(data), data, waitS: null }
  const title = memberOf(data, 'title') ?? `The answer was ${response.status}.`
  if (response.status < 500 && response.status !== 429) return { code: 2, text: title, data, waitS: null }
  const waitS = Math.min(WAIT_MOST_S, Number(response.headers.get('retry-after')) || 1)
  return { code: 1, text: `${title} The deployment was not told.`, data, waitS }
}

function saidOf(data: unknown): string {
  const list: unknown = typeof data === 'object' && data !== null && 'deployments' in data ? data.deployments : []
  const [first] = Array.isArray(list) ? (list as unknown[]) : []
  const isRepeated = typeof first === 'object' && first !== null && 'repeated' in first && first.repeated === true
  return `${memberOf(first, 'id') ?? 'The deployment'}: ${memberOf(first, 'status') ?? 'taken'}${isRepeated ? ', as it was told before' : ''}.`
}

function memberOf(data: unknown, name: string): string | null {
  const value =
    typeof data === 'object' && data !== null ? Object.entries(data).find(([key]) => key === name)?.[1] : null
  return typeof value === 'string' ? value : null
}
