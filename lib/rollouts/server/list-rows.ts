import { and, desc, eq, ilike, inArray, lt, notInArray, or, sql } from 'drizzle-orm'
import { rollout } from '@/drizzle/schema/rollouts'
import { listEnvironments, readOwners } from '@/lib/flags/server/contract'
import { type Actor } from '@/lib/kernel/actor'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'
import { parseList, type ListQuery } from '../core/list-query'
import { type RolloutRow } from '../core/schema'
import { rolloutRow } from '../core/view'
import { plainFacts } from './gather-facts'
import { ENDED, wholeRollout } from './rollout-rows'

export type ListAsk = {
  /** Only those under way, or only those that are over. */
  group?: 'open' | 'ended' | undefined
  /** Words and operators, as typed. */
  q?: string | undefined
  limit?: number | undefined
  /** Number of the last one of the page before. */
  before?: number | null | undefined
}

/**
 * The newest rollouts first. One query for all rows and one each for environments and owners, so that a list of 500 is
 * as quick as a short one; what each row says is decided by the same core as its page.
 */
export async function listRolloutRows(
  runtime: Runtime,
  actor: Actor,
  { group, q = '', limit = 100, before = null }: ListAsk = {},
): Promise<Outcome<RolloutRow[]>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.', { remedy: 'Sign in and try again.' })
  const { db } = runtime.database
  const [environments, owners] = await Promise.all([
    listEnvironments(db, actor.workspaceId),
    readOwners(db, actor.workspaceId),
  ])
  const query = parseList(q)
  const ended = [...ENDED]
  const stored = await db
    .select()
    .from(rollout)
    .where(
      and(
        eq(rollout.workspaceId, actor.workspaceId),
        group === undefined
          ? undefined
          : group === 'open'
            ? notInArray(rollout.state, ended)
            : inArray(rollout.state, ended),
        before === null ? undefined : lt(rollout.number, before),
        ...narrowed(query, owners, actor.name),
      ),
    )
    .orderBy(desc(rollout.number))
    .limit(limit)
  const now = runtime.now()
  const value = stored.map(wholeRollout).flatMap((row) => {
    const environment = environments.find(({ id }) => id === row.environmentId)
    if (!environment) return []
    const owner = owners.get(row.rollout.flagKey) ?? ''
    return [
      rolloutRow(row.rollout, {
        ...plainFacts(row, environment, actor, now),
        environmentName: environment.name,
        owner,
      }),
    ]
  })
  return { ok: true, value }
}

const likeText = (word: string): string => `%${word.replaceAll(/[%_\\]/g, (sign) => `\\${sign}`)}%`

function narrowed({ words, owner, states, verdict }: ListQuery, owners: ReadonlyMap<string, string>, viewer: string) {
  const wanted = owner?.toLowerCase() === 'me' ? viewer : owner
  const flags = [...owners].flatMap(([key, name]) =>
    wanted !== null && name.toLowerCase().includes(wanted.toLowerCase()) ? [key] : [],
  )
  const name = sql<string>`'RO-' || ${rollout.number}`
  return [
    wanted === null ? undefined : flags.length === 0 ? sql`false` : inArray(rollout.flagKey, flags),
    states.length === 0 ? undefined : inArray(rollout.state, states),
    verdict === null ? undefined : sql`${rollout.verdict} ->> 'code' = ${verdict}`,
    ...words.map((word) => or(ilike(rollout.flagKey, likeText(word)), ilike(name, likeText(word)))),
  ]
}
