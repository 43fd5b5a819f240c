/** Where a provider is told of a webhook, and what it calls the parts. */
export const PROVIDERS = {
  github: {
    name: 'GitHub',
    where: 'In the repository: Settings, Webhooks, Add webhook.',
    secret: 'Secret',
    events: 'Let it send Deployments and Deployment statuses, as application/json.',
  },
  gitlab: {
    name: 'GitLab',
    where: 'In the project: Settings, Webhooks, Add new webhook.',
    secret: 'Secret token',
    events: 'Let it send Deployment events.',
  },
} as const
