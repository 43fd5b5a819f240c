import { and, desc, eq, lt } from 'drizzle-orm'
import { flag, flagVersion } from '@/drizzle/schema/flags'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { fullDefinition } from '../core/definition'
import { definitionDiff, placeDiffs } from '../core/diff-sentences'
import { type FlagVersionView, type RestoredPlace } from '../core/flag-detail'
import { opensStratum } from '../core/opens-stratum'
import { withRulesOf } from '../core/rules-of'
import { type FlagTargeting } from '../core/schema'
import { listEnvironments, type EnvironmentRow } from './environments'
import { withDefaults } from './flag-rows'
import { targetingsOf } from './reads'

export const HISTORY_MAX = 50
/** The largest number that the column holds. */
const VERSION_MAX = 2_147_483_647

type Targetings = Readonly<Record<string, FlagTargeting>>

/** Versions of a flag, the newest first, each with what it changed. @param before versions below this one */
export async function readHistory(
  db: Db,
  workspaceId: WorkspaceId,
  key: string,
  { before = VERSION_MAX, limit = HISTORY_MAX }: { before?: number; limit?: number } = {},
): Promise<FlagVersionView[]> {
  const environments = await listEnvironments(db, workspaceId)
  const [stored] = await db
    .select()
    .from(flag)
    .where(and(eq(flag.workspaceId, workspaceId), eq(flag.key, key)))
  if (!stored) return []
  const row = withDefaults(stored)
  const rows = await db
    .select()
    .from(flagVersion)
    .where(
      and(
        eq(flagVersion.workspaceId, workspaceId),
        eq(flagVersion.flagId, row.id),
        lt(flagVersion.version, Math.min(before, VERSION_MAX)),
      ),
    )
    .orderBy(desc(flagVersion.version))
    .limit(limit + 1)
  const live = await targetingsOf(db, row, environments)
  // One more is read than shown: it is what the last one changed.
  return rows.slice(0, limit).map((version, i) => {
    const then = rows[i + 1]
    const definition = fullDefinition(version.definition)
    return {
      version: version.version,
      change: version.change,
      by: version.actorName || version.actorId,
      note: version.note,
      at: version.createdAt,
      fields: then ? definitionDiff(fullDefinition(then.definition), definition) : [],
      environments: then ? placeDiffs(environments, then.targeting, version.targeting) : [],
      restores: {
        fields: definitionDiff(row.definition, definition),
        environments: restored(environments, live, withRulesOfAll(live, version.targeting)),
      },
    }
  })
}

function restored(environments: readonly EnvironmentRow[], live: Targetings, after: Targetings): RestoredPlace[] {
  return placeDiffs(environments, live, after).map(({ key, name, lines }) => {
    const [was, is] = [live[key], after[key]]
    return { key, name, lines, opensStratum: was !== undefined && is !== undefined && opensStratum(was, is) }
  })
}

const withRulesOfAll = (now: Targetings, then: Targetings): Targetings =>
  Object.fromEntries(
    Object.entries(now).map(([name, targeting]) => [name, withRulesOf(targeting, then[name] ?? targeting)]),
  )
