import { describe, expect, test } from 'vitest'
import { DeploymentReport } from './deployment-schema'
import { type Heard, hearGithub, hearGitlab } from './deployment-webhooks'
import { githubDeployment, githubPing, githubRun, githubStatus, gitlabDeployment } from './webhook-examples'

const reported = (heard: Heard): DeploymentReport => {
  if (heard.kind !== 'report') throw new Error(`heard ${JSON.stringify(heard)}`)
  expect(DeploymentReport.safeParse(heard.report).error).toBeUndefined()
  return heard.report
}
const ms = (text: string) => Date.parse(text)

describe('GitHub', () => {
  test('a deployment begins', () => {
    expect(reported(hearGithub('deployment', githubDeployment))).toMatchObject({
      provider: 'github',
      id: 'deployment:145988746',
      providerId: '145988746',
      repository: 'Codertocat/Hello-World',
      service: 'Hello-World',
      environment: 'production',
      version: 'v1.44.0',
      sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
      ref: 'v1.44.0',
      actor: 'Codertocat',
      status: 'started',
      time: ms('2026-03-05T09:40:20Z'),
    })
  })
  test.each([
    ['in_progress', 'started'],
    ['success', 'finished'],
    ['failure', 'failed'],
    ['error', 'failed'],
  ] as const)('its status %s is %s', (state, status) => {
    const report = reported(hearGithub('deployment_status', githubStatus(state)))
    expect(report).toMatchObject({
      id: 'deployment:145988746',
      status,
      time: ms('2026-03-05T09:45:00Z'),
      url: 'https://github.com/Codertocat/Hello-World/actions/runs/1',
    })
  })
  test.each(['pending', 'queued', 'waiting', 'inactive', 'something new'])('its status %s is left aside', (state) => {
    expect(hearGithub('deployment_status', githubStatus(state))).toMatchObject({ kind: 'ignored' })
  })
  test('a payload names service and version, as an object or as text', () => {
    const its = { service: 'payments-api', version: '1.44' }
    for (const payload of [its, JSON.stringify(its)]) {
      const body = { ...githubDeployment, deployment: { ...githubDeployment.deployment, payload } }
      expect(reported(hearGithub('deployment', body))).toMatchObject(its)
    }
    const odd = { ...githubDeployment, deployment: { ...githubDeployment.deployment, payload: { service: 7 } } }
    expect(reported(hearGithub('deployment', odd)).service).toBe('Hello-World')
  })
  test('a run of a workflow, with its commit', () => {
    expect(reported(hearGithub('workflow_run', githubRun('completed', 'success')))).toMatchObject({
      id: 'run:289782451',
      environment: 'workflow:Deploy',
      onlyMapped: true,
      status: 'finished',
      time: ms('2026-03-05T09:36:00Z'),
      startedAt: ms('2026-03-05T09:31:00Z'),
      commits: [{ title: 'Pay by wallet', at: ms('2026-03-05T08:00:00Z') }],
    })
    expect(reported(hearGithub('workflow_run', githubRun('in_progress'))).status).toBe('started')
    expect(reported(hearGithub('workflow_run', githubRun('completed', 'timed_out'))).status).toBe('failed')
    expect(hearGithub('workflow_run', githubRun('completed', 'cancelled')).kind).toBe('ignored')
    expect(hearGithub('workflow_run', githubRun('requested')).kind).toBe('ignored')
  })
  test('a ping and other events are left aside', () => {
    expect(hearGithub('ping', githubPing)).toEqual({ kind: 'ignored', why: 'A ping: the webhook is set up.' })
    expect(hearGithub('issues', { action: 'opened' }).kind).toBe('ignored')
    expect(hearGithub('', 7).kind).toBe('ignored')
  })
  test.each([
    ['deployment', {}],
    ['deployment', []],
    ['deployment_status', githubDeployment],
    ['workflow_run', { action: 'completed' }],
  ])('a body that is no %s is malformed', (event, body) => {
    expect(hearGithub(event, body)).toEqual({ kind: 'malformed' })
  })
  test('long and odd texts are cut, never refused', () => {
    const deployment = {
      ...githubDeployment.deployment,
      environment: `prod\u0000uction\n${'x'.repeat(500)}`,
      ref: 'r'.repeat(1000),
      sha: 'no sha',
      creator: { login: '\u{1F680}'.repeat(300) },
      created_at: 'yesterday',
    }
    const report = reported(hearGithub('deployment', { ...githubDeployment, deployment }))
    expect(report).not.toHaveProperty('sha')
    expect(report).not.toHaveProperty('time')
    expect(report.environment.startsWith('prod uction x')).toBe(true)
  })
})

describe('GitLab', () => {
  test.each([
    ['running', 'started'],
    ['success', 'finished'],
    ['failed', 'failed'],
  ] as const)('%s is %s', (state, status) => {
    expect(reported(hearGitlab(gitlabDeployment(state)))).toMatchObject({
      provider: 'gitlab',
      id: 'deployment:15',
      repository: 'root/test-deployment-webhooks',
      service: 'test-deployment-webhooks',
      environment: 'staging',
      version: 'v2.0',
      sha: '279484c09fbe69ededfced8c1bb6e6d24616b468',
      actor: 'Administrator',
      status,
      time: ms('2026-03-05T09:50:00Z'),
      url: 'http://10.126.0.2:3000/root/test-deployment-webhooks/-/jobs/796',
      commits: [{ sha: '279484c09fbe69ededfced8c1bb6e6d24616b468', title: 'Add new file' }],
    })
  })
  test('without the address of the commit its short sha is kept', () => {
    expect(reported(hearGitlab({ ...gitlabDeployment('success'), commit_url: null })).sha).toBe('279484c0')
  })
  test.each(['created', 'canceled', 'blocked'])('%s is left aside', (status) => {
    expect(hearGitlab(gitlabDeployment(status)).kind).toBe('ignored')
  })
  test('other hooks are left aside, what is none is malformed', () => {
    expect(hearGitlab({ object_kind: 'push' }).kind).toBe('ignored')
    expect(hearGitlab({ object_kind: 'deployment' })).toEqual({ kind: 'malformed' })
    expect(hearGitlab(null)).toEqual({ kind: 'malformed' })
  })
})
