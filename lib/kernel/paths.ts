/** Every link of the product is built here, so that none is made by hand. */
const e = encodeURIComponent

export const paths = {
  overview: () => '/',
  invitation: (token: string) => `/invite/${e(token)}`,
  forgotPassword: () => '/reset',
  resetPassword: (token: string) => `/reset/${e(token)}`,
  firstRun: (code?: string) => (code ? `/setup?code=${e(code)}` : '/setup'),
  signIn: (returnTo?: string) => (returnTo ? `/signin?returnTo=${e(returnTo)}` : '/signin'),
  rollouts: () => '/rollouts',
  rollout: (id: string) => `/rollouts/${e(id)}`,
  newRollout: (flag?: string) => (flag ? `/rollouts/new?flag=${e(flag)}` : '/rollouts/new'),
  rolloutDraft: (id: string, part = 'why') => `/rollouts/new?draft=${e(id)}&part=${e(part)}`,
  /** New rollout from one that is there: its draft written anew, or a copy of an ended one. */
  rolloutFrom: (id: string, part = 'why') => `/rollouts/new?from=${e(id)}&part=${e(part)}`,
  rolloutReview: (id: string) => `/rollouts/${e(id)}?tab=review`,
  learnings: (q = '', before: number | null = null) => {
    const asked = [q && `q=${e(q)}`, before !== null && `before=${before}`].filter(Boolean).join('&')
    return asked ? `/learnings?${asked}` : '/learnings'
  },
  flags: () => '/flags',
  flag: (key: string) => `/flags/${e(key)}`,
  flagTab: (key: string, env: string, tab: string) => `/flags/${e(key)}?env=${e(env)}&tab=${e(tab)}`,
  segments: () => '/flags?view=segments',
  newFlag: () => '/flags/new',
  feedback: () => '/feedback',
  feedbackItem: (id: string) => `/feedback/${e(id)}`,
  clusters: () => '/feedback/clusters',
  cluster: (id: string) => `/feedback/clusters/${e(id)}`,
  feedbackSources: () => '/feedback/sources',
  feedbackTargets: () => '/feedback/targets',
  incidents: () => '/incidents',
  incident: (id: string) => `/incidents/${e(id)}`,
  newIncident: () => '/incidents/new',
  newIncidentRefused: (code: string) => `/incidents/new?refused=${e(code)}`,
  incidentRefused: (id: string, code: string) => `/incidents/${e(id)}?refused=${e(code)}`,
  /** The timeline from one row on. */
  incidentRow: (id: string, row: string) => `/incidents/${e(id)}?row=${e(row)}`,
  incidentExport: (id: string) => `/incidents/${e(id)}/export`,
  audit: () => '/audit',
  settings: (section?: string) => (section ? `/settings/${e(section)}` : '/settings'),
  guide: (topic?: string) => (topic ? `/guide/${e(topic)}` : '/guide'),
  api: {
    signInCallback: () => '/api/auth/callback/sso',
    auditExport: (format: 'csv' | 'json', filters: string) =>
      `/api/v1/audit/export?format=${format}${filters ? `&${filters}` : ''}`,
    overview: () => '/api/v1/overview',
    search: (q: string) => `/api/v1/search?q=${e(q)}`,
    events: (topics: readonly string[]) => `/api/events?topics=${e(topics.join(','))}`,
    health: () => '/api/health',
    docs: () => '/api/v1/docs',
    openApi: () => '/api/v1/openapi.json',
    incidents: (query = '') => (query ? `/api/v1/incidents?${query}` : '/api/v1/incidents'),
    incidentStrip: () => '/api/v1/incidents/strip',
    incident: (id: string) => `/api/v1/incidents/${e(id)}`,
    members: () => '/api/v1/members',
    incidentWord: (id: string, word: string) => `/api/v1/incidents/${e(id)}/${e(word)}`,
    /** The newest page; from one row on; or a larger page after another. */
    incidentTimeline: (id: string, filter: string, after: { from?: string; cursor?: string } = {}) => {
      const more = after.cursor ? `&limit=500&cursor=${e(after.cursor)}` : after.from ? `&from=${e(after.from)}` : ''
      return `/api/v1/incidents/${e(id)}/timeline?filter=${e(filter)}${more}`
    },
    flag: (key: string) => `/api/v1/flags/${e(key)}`,
    flagVerb: (key: string, verb: string) => `/api/v1/flags/${e(key)}/${e(verb)}`,
    rollouts: (query = '') => (query ? `/api/v1/rollouts?${query}` : '/api/v1/rollouts'),
    rolloutDraft: (id: string) => `/api/v1/rollouts/drafts/${e(id)}`,
    rolloutReview: (id: string) => `/api/v1/rollouts/${e(id)}/review`,
    learnings: (query = '') => (query ? `/api/v1/learnings?${query}` : '/api/v1/learnings'),
    rollout: (id: string) => `/api/v1/rollouts/${e(id)}`,
    rolloutVerb: (id: string, verb: string) => `/api/v1/rollouts/${e(id)}/${e(verb)}`,
    verdict: (id: string) => `/api/v1/rollouts/${e(id)}/verdict`,
    cohorts: (id: string, metric: string, range: string) =>
      `/api/v1/rollouts/${e(id)}/cohorts?metric=${e(metric)}&range=${e(range)}`,
    rolloutEvents: (id: string) => `/api/v1/rollouts/${e(id)}/events`,
    feedback: (query = '') => (query ? `/api/v1/feedback?${query}` : '/api/v1/feedback'),
    feedbackItem: (id: string) => `/api/v1/feedback/${e(id)}`,
    feedbackAttachment: (item: string, id: string, pass?: string) =>
      `/api/v1/feedback/${e(item)}/attachments/${e(id)}${pass ? `?pass=${e(pass)}` : ''}`,
    feedbackSimilar: (id: string) => `/api/v1/feedback/${e(id)}/similar?limit=5`,
    feedbackMergeTargets: (id: string, q: string) => `/api/v1/feedback/${e(id)}/merge-targets?q=${e(q)}`,
    feedbackSla: () => '/api/v1/feedback/sla',
    feedbackPresence: (id: string) => `/api/v1/feedback/${e(id)}/presence`,
    feedbackCounts: () => '/api/v1/feedback/counts',
    feedbackViews: () => '/api/v1/feedback/views',
    feedbackRules: () => '/api/v1/feedback/rules',
    feedbackRoutes: () => '/api/v1/feedback/routes',
    feedbackTags: () => '/api/v1/feedback/tags',
    feedbackSources: () => '/api/v1/feedback/sources',
    rolloutFeedback: (id: string) => `/api/v1/rollouts/${e(id)}/feedback`,
    clusters: (query = '') => (query ? `/api/v1/clusters?${query}` : '/api/v1/clusters'),
    cluster: (id: string) => `/api/v1/clusters/${e(id)}`,
  },
} as const
