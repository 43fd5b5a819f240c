import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { flag, flagEnvironment } from '@/drizzle/schema/flags'
import { type FlagId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { type FlagRow as Listed, type FlagRowEnvironment } from '../core/flag-row'
import { lifecycleOf, mainEnvironment, type Lifecycle, type Seen } from '../core/lifecycle'
import { namingFault } from '../core/naming'
import { type FlagDefinition, type FlagTargeting, type NamingRule } from '../core/schema'
import { servingWords } from '../core/sentences'
import { listEnvironments, type EnvironmentRow } from './environments'
import { readSegments, type FlagRow } from './flag-rows'
import { lastOf, readSeenOfAll } from './flag-seen'
import { readNaming } from './naming'
import { utc } from './utc'

export type Placed = { environment: EnvironmentRow; targeting: FlagTargeting; changedAt: Instant }

/** Every flag of a workspace, archived ones too, as the list shows it: five queries, whatever their number. */
export async function readFlagRows(db: Db, workspaceId: WorkspaceId, now: Instant): Promise<Listed[]> {
  const environments = await listEnvironments(db, workspaceId)
  const [flags, placed, seen, naming] = await Promise.all([
    readDefinitions(db, workspaceId),
    readPlaced(db, workspaceId, environments),
    readSeenOfAll(db, workspaceId, mainEnvironment(environments)),
    readNaming(db, workspaceId),
  ])
  return flags.map((row) =>
    listed(row, {
      placed: placed.get(row.id) ?? [],
      seen: seen.get(row.key) ?? [],
      rule: naming.rule,
      now,
    }),
  )
}

/** As `FlagRow`, without what a list never shows; defaults of later fields are filled in where they are read. */
type Stored = Pick<FlagRow, 'id' | 'key' | 'definition' | 'archivedAt' | 'createdAt'>

/** Variants are the larger part of many definitions. */
const readDefinitions = (db: Db, workspaceId: WorkspaceId): Promise<Stored[]> =>
  db
    .select({
      id: flag.id,
      key: flag.key,
      definition: sql<FlagDefinition>`${flag.definition} - 'variants'`,
      archivedAt: sql<Instant | null>`${utc(sql`${flag.archivedAt}`)}`,
      createdAt: utc(sql`${flag.createdAt}`),
    })
    .from(flag)
    .where(eq(flag.workspaceId, workspaceId))
    .orderBy(asc(flag.key))

/** What each environment serves, by flag, in the order of the environments. */
async function readPlaced(
  db: Db,
  workspaceId: WorkspaceId,
  environments: readonly EnvironmentRow[],
): Promise<Map<FlagId, Placed[]>> {
  const rows = await db
    .select({
      flagId: flagEnvironment.flagId,
      environmentId: flagEnvironment.environmentId,
      targeting: flagEnvironment.targeting,
      updatedAt: utc(sql`${flagEnvironment.updatedAt}`),
    })
    .from(flagEnvironment)
    .where(eq(flagEnvironment.workspaceId, workspaceId))
  const byId = new Map(environments.map((environment) => [environment.id, environment]))
  const byFlag = new Map<FlagId, Placed[]>()
  for (const { flagId, environmentId, targeting, updatedAt } of rows) {
    const environment = byId.get(environmentId)
    if (!environment) continue
    const known = byFlag.get(flagId) ?? []
    byFlag.set(flagId, known)
    known.push({ environment, targeting, changedAt: updatedAt })
  }
  for (const places of byFlag.values()) places.sort((a, b) => a.environment.position - b.environment.position)
  return byFlag
}

type Facts = { placed: readonly Placed[]; seen: readonly Seen[]; rule: NamingRule; now: Instant }

function listed(row: Stored, { placed, seen, rule, now }: Facts): Listed {
  const { key, name, kind, owner, tags, purpose, endsOn } = row.definition
  const { state, why, stale } = lifecycleAt(row, placed, seen, now)
  return {
    key,
    name: name ?? '',
    kind: kind ?? 'release',
    owner,
    tags: tags ?? [],
    purpose,
    endsOn,
    archivedAt: row.archivedAt,
    lifecycle: { state, why, isStale: stale.length > 0 },
    namingFault: namingFault(key, rule),
    environments: row.archivedAt ? [] : placed.map(cellOf),
    seenAt: lastOf(seen),
  }
}

export function lifecycleAt(
  row: Pick<FlagRow, 'definition' | 'archivedAt' | 'createdAt'>,
  placed: readonly Placed[],
  seen: readonly Seen[],
  now: Instant,
): Lifecycle {
  const environments = placed.map(({ environment, targeting, changedAt }) => {
    const { key, name } = environment
    return { key, name, targeting, changedAt }
  })
  const { definition, archivedAt, createdAt } = row
  return lifecycleOf({ definition, archivedAt, createdAt, environments, seen, now })
}

function cellOf({ environment, targeting }: Placed): FlagRowEnvironment {
  const rollout = targeting.rules.find((rule) => rule.kind === 'rollout')
  return {
    key: environment.key,
    serves: servingWords(targeting),
    ...(targeting.handStop ? { stopped: true } : {}),
    ...(rollout ? { rolloutId: rollout.serving.rolloutId } : {}),
  }
}

/** What conditions may name: segments, and other flags with their variants. */
export async function readChoices(db: Db, workspaceId: WorkspaceId) {
  const [flags, segments] = await Promise.all([
    db
      .select({ key: flag.key, definition: flag.definition })
      .from(flag)
      .where(and(eq(flag.workspaceId, workspaceId), isNull(flag.archivedAt)))
      .orderBy(asc(flag.key)),
    readSegments(db, workspaceId),
  ])
  return {
    flags: flags.map(({ key, definition }) => ({ key, variants: Object.keys(definition.variants) })),
    segments: segments.map(({ key, name }) => ({ key, name })),
    attributes: ['targetingKey', 'email', 'plan', 'country', 'region', 'platform', 'device', 'app', 'network'],
  }
}
