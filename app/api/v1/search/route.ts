import { searchFlags } from '@/lib/flags/server/search-flags'
import { restRead } from '@/lib/governance/server/rest'
import { paths } from '@/lib/kernel/paths'
import { searchRollouts } from '@/lib/rollouts/server/search-rollouts'

const PER_KIND = 6
const Q_MAX = 100

/** What the palette finds: objects with their address, and the verbs that may be asked for from anywhere. */
export const GET = restRead(async ({ runtime, actor, query }) => {
  const q = (query.get('q') ?? '').trim().slice(0, Q_MAX)
  const { db } = runtime.database
  const [rollouts, flags] = await Promise.all([
    searchRollouts(db, actor.workspaceId, q, PER_KIND),
    searchFlags(db, actor.workspaceId, q, PER_KIND),
  ])
  const items = [
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
  ]
  return { ok: true, value: { items } }
})
