/** Every link of the product is built here, so that none is made by hand. */
const e = encodeURIComponent

export const paths = {
  overview: () => '/',
  signIn: (returnTo?: string) => (returnTo ? `/signin?returnTo=${e(returnTo)}` : '/signin'),
  rollouts: () => '/rollouts',
  rollout: (id: string) => `/rollouts/${e(id)}`,
  newRollout: (flag?: string) => (flag ? `/rollouts/new?flag=${e(flag)}` : '/rollouts/new'),
  learnings: () => '/learnings',
  flags: () => '/flags',
  flag: (key: string) => `/flags/${e(key)}`,
  newFlag: () => '/flags/new',
  feedback: () => '/feedback',
  feedbackItem: (id: string) => `/feedback/${e(id)}`,
  clusters: () => '/feedback/clusters',
  cluster: (id: string) => `/feedback/clusters/${e(id)}`,
  feedbackSources: () => '/feedback/sources',
  incidents: () => '/incidents',
  incident: (id: string) => `/incidents/${e(id)}`,
  newIncident: () => '/incidents/new',
  audit: () => '/audit',
  settings: (section?: string) => (section ? `/settings/${e(section)}` : '/settings'),
  guide: (topic?: string) => (topic ? `/guide/${e(topic)}` : '/guide'),
  api: {
    search: (q: string) => `/api/v1/search?q=${e(q)}`,
    events: (topics: readonly string[]) => `/api/events?topics=${e(topics.join(','))}`,
    health: () => '/api/health',
    rollouts: () => '/api/v1/rollouts',
    rollout: (id: string) => `/api/v1/rollouts/${e(id)}`,
    rolloutVerb: (id: string, verb: string) => `/api/v1/rollouts/${e(id)}/${e(verb)}`,
    verdict: (id: string) => `/api/v1/rollouts/${e(id)}/verdict`,
    cohorts: (id: string, metric: string, range: string) =>
      `/api/v1/rollouts/${e(id)}/cohorts?metric=${e(metric)}&range=${e(range)}`,
    rolloutEvents: (id: string) => `/api/v1/rollouts/${e(id)}/events`,
  },
} as const
