/** Bodies as GitHub and GitLab document them, cut to the members that say something. */

const repository = { id: 186853002, name: 'Hello-World', full_name: 'Codertocat/Hello-World', private: false }
const codertocat = { login: 'Codertocat', id: 21031067, type: 'User' }

export const githubPing = {
  zen: 'Responsive is better than fast.',
  hook_id: 109948940,
  hook: { type: 'Repository', id: 109948940, active: true, events: ['deployment', 'deployment_status'] },
  repository,
  sender: codertocat,
}

export const githubDeployment = {
  action: 'created',
  deployment: {
    url: 'https://api.github.com/repos/Codertocat/Hello-World/deployments/145988746',
    id: 145988746,
    sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
    ref: 'v1.44.0',
    task: 'deploy',
    payload: {},
    original_environment: 'production',
    environment: 'production',
    description: null,
    creator: codertocat,
    created_at: '2026-03-05T09:40:20Z',
    updated_at: '2026-03-05T09:40:20Z',
    production_environment: true,
  },
  workflow: null,
  workflow_run: null,
  repository,
  sender: codertocat,
}

export const githubStatus = (state: string, created_at = '2026-03-05T09:45:00Z') => ({
  action: 'created',
  deployment_status: {
    id: 209916254,
    state,
    creator: codertocat,
    description: '',
    environment: 'production',
    target_url: '',
    created_at,
    updated_at: created_at,
    environment_url: 'https://shop.example',
    log_url: 'https://github.com/Codertocat/Hello-World/actions/runs/1',
  },
  deployment: githubDeployment.deployment,
  check_run: null,
  repository,
  sender: codertocat,
})

export const githubRun = (action: string, conclusion: string | null = null) => ({
  action,
  workflow_run: {
    id: 289782451,
    name: 'Deploy',
    head_branch: 'main',
    head_sha: '5ed3a4b1f1f0f2d3c4b5a6978879605142332415',
    run_number: 12,
    event: 'push',
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    html_url: 'https://github.com/Codertocat/Hello-World/actions/runs/289782451',
    created_at: '2026-03-05T09:30:00Z',
    updated_at: '2026-03-05T09:36:00Z',
    run_attempt: 1,
    run_started_at: '2026-03-05T09:31:00Z',
    actor: codertocat,
    head_commit: {
      id: '5ed3a4b1f1f0f2d3c4b5a6978879605142332415',
      tree_id: '31b122c26a97cf9af023e9ddab94a82c6e77b0ea',
      message: 'Pay by wallet\n\nCloses 7',
      timestamp: '2026-03-05T09:00:00+01:00',
      author: { name: 'Codertocat', email: 'cat@x.example' },
    },
  },
  repository,
  sender: codertocat,
})

export const gitlabDeployment = (status: string) => ({
  object_kind: 'deployment',
  status,
  status_changed_at: '2026-03-05 11:50:00 +0200',
  deployment_id: 15,
  deployable_id: 796,
  deployable_url: 'http://10.126.0.2:3000/root/test-deployment-webhooks/-/jobs/796',
  environment: 'staging',
  environment_tier: 'staging',
  environment_slug: 'staging',
  environment_external_url: 'https://staging.example.com',
  project: {
    id: 30,
    name: 'test-deployment-webhooks',
    web_url: 'http://10.126.0.2:3000/root/test-deployment-webhooks',
    namespace: 'Administrator',
    path_with_namespace: 'root/test-deployment-webhooks',
    default_branch: 'master',
  },
  short_sha: '279484c0',
  user: { id: 1, name: 'Administrator', username: 'root', email: 'admin@example.com' },
  user_url: 'http://10.126.0.2:3000/root',
  commit_url: 'http://10.126.0.2:3000/root/test-deployment-webhooks/-/commit/279484c09fbe69ededfced8c1bb6e6d24616b468',
  commit_title: 'Add new file',
  ref: 'v2.0',
})
