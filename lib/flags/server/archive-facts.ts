import { and, eq, gte, inArray, ne, sql } from 'drizzle-orm'
import { flag, flagEnvironment, flagSeen, flagUsage } from '@/drizzle/schema/flags'
import { type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { CONTROL } from '../core/compile-rules'
import { hasLiveRollout } from '../core/lifecycle'
import { prerequisitesOf } from '../core/prerequisites'
import { type FlagTargeting } from '../core/schema'
import { type EnvironmentRow } from './environments'
import { type FlagRow } from './flag-rows'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Names under which answers of a flag are counted; the empty one is the code's own default. */
export const variantsCounted = (row: Pick<FlagRow, 'definition'>): string[] => [
  ...Object.keys(row.definition.variants),
  CONTROL,
  '',
]

/** How often clients ask for a flag now, and when one last did. */
export async function readAsked(
  db: Db | Tx,
  row: FlagRow,
  environments: readonly EnvironmentRow[],
  now: Instant,
): Promise<{ perMinute: number; lastAt: Instant | null }> {
  const ids = environments.map(({ id }) => id)
  const [hour] = await db
    .select({ count: sql<string>`coalesce(sum(${flagUsage.count}), 0)` })
    .from(flagUsage)
    .where(
      and(
        eq(flagUsage.workspaceId, row.workspaceId),
        inArray(flagUsage.environmentId, ids),
        eq(flagUsage.flagKey, row.key),
        inArray(flagUsage.variant, variantsCounted(row)),
        gte(flagUsage.minute, instant(toMs(now) - HOUR_MS)),
      ),
    )
  const [seen] = await db
    .select({ lastAt: sql<string | null>`max(${flagSeen.lastAt})` })
    .from(flagSeen)
    .where(
      and(
        eq(flagSeen.workspaceId, row.workspaceId),
        inArray(flagSeen.environmentId, ids),
        eq(flagSeen.flagKey, row.key),
      ),
    )
  const lastAt = seen?.lastAt ? instant(Date.parse(seen.lastAt)) : null
  return { perMinute: Math.ceil(Number(hour?.count ?? 0) / 60), lastAt }
}

/** Keys of the live flags that have this one as a prerequisite. */
export async function neededBy(db: Db | Tx, workspaceId: WorkspaceId, key: string): Promise<string[]> {
  const rows = await db
    .select({ key: flag.key, targeting: flagEnvironment.targeting })
    .from(flagEnvironment)
    .innerJoin(flag, eq(flag.id, flagEnvironment.flagId))
    .where(
      and(
        eq(flagEnvironment.workspaceId, workspaceId),
        ne(flag.key, key),
        sql`${flag.archivedAt} is null`,
        sql`${flagEnvironment.targeting}::text like ${`%"flag"%`}`,
      ),
    )
  return [...new Set(rows.filter(({ targeting }) => names(targeting, key)).map((row) => row.key))].toSorted()
}

const names = (targeting: FlagTargeting, key: string): boolean =>
  prerequisitesOf(targeting).some((need) => need.flag === key)

/**
 * Why a flag cannot be archived: a rollout lives on it, another flag needs it, or clients still ask for it. The last one
 * yields to the owner's word that no code does: clients that fetch all flags at once are counted too.
 */
export async function refuseArchive(
  db: Db | Tx,
  row: FlagRow,
  targetings: Readonly<Record<string, FlagTargeting>>,
  environments: readonly EnvironmentRow[],
  now: Instant,
): Promise<Refusal | null> {
  const live = environments.find(({ key }) => targetings[key] && hasLiveRollout(targetings[key]))
  if (live) {
    return refuse('live-rollout', `A rollout of ${row.key} is live in ${live.name}.`, {
      remedy: 'Finish it or roll it back first.',
    })
  }
  const others = await neededBy(db, row.workspaceId, row.key)
  if (others.length > 0) {
    return refuse(
      'is-prerequisite',
      `${others.slice(0, 3).join(', ')} ${others.length === 1 ? 'needs' : 'need'} ${row.key}.`,
      {
        remedy: 'Take the prerequisite out there first.',
      },
    )
  }
  if (row.definition.removedOn) return null
  const { perMinute, lastAt } = await readAsked(db, row, environments, now)
  const remedy = 'Remove it from the code first, say so under Lifecycle, then archive.'
  if (perMinute > 0) {
    const calls = `${perMinute} ${perMinute === 1 ? 'call' : 'calls'}/min`
    return refuse('still-asked', `Archiving now would serve the code's fallback to ${calls}.`, { remedy })
  }
  if (lastAt && toMs(now) - toMs(lastAt) < DAY_MS) {
    const message = `Archiving now would serve the code's fallback: a client asked for ${row.key} within the last day.`
    return refuse('still-asked', message, { remedy })
  }
  return null
}
