import { DeploymentProvider } from '../core/deployment-schema'

const PLAIN: Readonly<Record<string, DeploymentProvider>> = {
  '/api/ingest/v1/github': 'github',
  '/api/ingest/v1/gitlab': 'gitlab',
}
const OF_SOURCE = {
  github: /^\/api\/ingest\/v1\/github\/([\w-]{1,60})$/,
  gitlab: /^\/api\/ingest\/v1\/gitlab\/([\w-]{1,60})$/,
}

/** Whether a path takes webhooks of a provider, and of which source; null: it does not. */
export function providerPath(path: string): { provider: DeploymentProvider; sourceId: string | null } | null {
  const plain = PLAIN[path]
  if (plain) return { provider: plain, sourceId: null }
  for (const provider of DeploymentProvider.options) {
    const sourceId = OF_SOURCE[provider].exec(path)?.[1]
    if (sourceId) return { provider, sourceId }
  }
  return null
}
