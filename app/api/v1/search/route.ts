import { searchClusters, searchItems } from '@/lib/feedback/server/search-feedback'
import { searchFlags } from '@/lib/flags/server/search-flags'
import { restRead } from '@/lib/governance/server/rest'
import { searchIncidents } from '@/lib/incidents/server/search-incidents'
import { paths } from '@/lib/kernel/paths'
import { searchDeployments } from '@/lib/telemetry/server/search-deployments'
import { deployedWords } from '@/lib/telemetry/core/deployment'
import { searchRollouts } from '@/lib/rollouts/server/search-rollouts'

const PER_KIND = 6
const Q_MAX = 100

/** What the palette finds: objects with their address, and the verbs that may be asked for from anywhere. */
export const GET = restRead(async ({ runtime, actor, query }) => {
  const q = (query.get('q') ?? '').trim().slice(0, Q_MAX)
  const { db } = runtime.database
  const [rollouts, flags, incidents, clusters, items, deployments] = await Promise.all([
    searchRollouts(db, actor.workspaceId, q, PER_KIND),
    searchFlags(db, actor.workspaceId, q, PER_KIND),
    searchIncidents(db, actor.workspaceId, q, PER_KIND),
    searchClusters(db, actor.workspaceId, q, PER_KIND),
    searchItems(db, actor.workspaceId, q, PER_KIND),
    searchDeployments(db, actor.workspaceId, q, PER_KIND),
  ])
  const found = [
    ...rollouts.map(({ name, flag, stateSentence, live }) => ({
      kind: 'Rollouts',
      label: `${name} ${flag}`,
      detail: stateSentence,
      href: paths.rollout(name),
      verbs: live
        ? [
            { label: 'Pause', verb: 'pause' },
            { label: 'Stop exposure of', verb: 'stop' },
            { label: 'Roll back', verb: 'roll-back' },
          ]
        : [],
    })),
    ...flags.map(({ key, purpose }) => ({ kind: 'Flags', label: key, detail: purpose, href: paths.flag(key) })),
    ...incidents.map(({ name, title, severity, open }) => ({
      kind: 'Incidents',
      label: `${name} ${title}`,
      detail: `${severity}, ${open ? 'open' : 'resolved'}`,
      href: paths.incident(name),
    })),
    ...clusters.map(({ name, title, people }) => ({
      kind: 'Clusters',
      label: title === name ? name : `${name} ${title}`,
      detail: people === 1 ? '1 person' : `${people.toLocaleString('en')} people`,
      href: paths.cluster(name),
    })),
    ...items.map(({ name, excerpt }) => ({
      kind: 'Feedback',
      label: name,
      detail: excerpt,
      href: paths.feedbackItem(name),
    })),
    ...deployments.map((one) => ({
      kind: 'Deployments',
      label: deployedWords(one),
      detail: `${one.status.replace('-', ' ')}, to ${one.environmentTold}`,
      href: paths.settings('deployments'),
    })),
  ]
  return { ok: true, value: { items: found } }
})
