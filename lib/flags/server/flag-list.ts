import { and, asc, eq, isNull } from 'drizzle-orm'
import { flag, flagEnvironment } from '@/drizzle/schema/flags'
import { type FlagId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { type FlagRow as Listed, type FlagRowEnvironment } from '../core/flag-row'
import { lifecycleOf, mainEnvironment, type Lifecycle, type Seen } from '../core/lifecycle'
import { namingFault } from '../core/naming'
import { type FlagTargeting, type NamingRule } from '../core/schema'
import { servingWords } from '../core/sentences'
import { listEnvironments, type EnvironmentRow } from './environments'
import { readSegments, withDefaults, type FlagRow } from './flag-rows'
import { lastOf, readSeenOfAll } from './flag-seen'
import { readNaming } from './naming'

export type Placed = { environment: EnvironmentRow; targeting: FlagTargeting; changedAt: Instant }

/** Every flag of a workspace, archived ones too, as the list shows it: five queries, whatever their number. */
export async function readFlagRows(db: Db, workspaceId: WorkspaceId, now: Instant): Promise<Listed[]> {
  const environments = await listEnvironments(db, workspaceId)
  const [flags, placed, seen, naming] = await Promise.all([
    db.select().from(flag).where(eq(flag.workspaceId, workspaceId)).orderBy(asc(flag.key)),
    readPlaced(db, workspaceId, environments),
    readSeenOfAll(db, workspaceId, mainEnvironment(environments)),
    readNaming(db, workspaceId),
  ])
  return flags.map((row) =>
    listed(withDefaults(row), {
      placed: placed.get(row.id) ?? [],
      seen: seen.get(row.key) ?? [],
      rule: naming.rule,
      now,
    }),
  )
}

/** What each environment serves, by flag, in the order of the environments. */
async function readPlaced(
  db: Db,
  workspaceId: WorkspaceId,
  environments: readonly EnvironmentRow[],
): Promise<Map<FlagId, Placed[]>> {
  const rows = await db.select().from(flagEnvironment).where(eq(flagEnvironment.workspaceId, workspaceId))
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

function listed(row: FlagRow, { placed, seen, rule, now }: Facts): Listed {
  const { key, name, kind, type, owner, tags, purpose, endsOn } = row.definition
  return {
    key,
    name,
    kind,
    type,
    owner,
    tags,
    purpose,
    endsOn,
    version: row.version,
    archivedAt: row.archivedAt,
    lifecycle: lifecycleAt(row, placed, seen, now),
    namingFault: namingFault(key, rule),
    environments: row.archivedAt ? [] : placed.map(cellOf),
    seenAt: lastOf(seen),
  }
}

export function lifecycleAt(row: FlagRow, placed: readonly Placed[], seen: readonly Seen[], now: Instant): Lifecycle {
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
    name: environment.name,
    serves: servingWords(targeting),
    stopped: targeting.handStop !== undefined && targeting.handStop !== null,
    rolloutId: rollout?.serving.rolloutId ?? null,
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
