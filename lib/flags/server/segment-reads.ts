import { and, asc, eq, isNull } from 'drizzle-orm'
import { flag, flagEnvironment, segment } from '@/drizzle/schema/flags'
import { type RolloutId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { conditionsOf, segmentsNamed } from '../core/conditions'
import { decidingSegments } from '../core/deciding-segments'
import { type FlagTargeting, type SegmentView } from '../core/schema'
import { listEnvironments, type EnvironmentRow } from './environments'
import { readSegments } from './flag-rows'

/** Which flags and segments name each segment, by its key. */
export async function usersOf(db: Db | Tx, workspaceId: WorkspaceId): Promise<Map<string, string[]>> {
  const [flags, segments] = await Promise.all([
    db
      .select({ key: flag.key, targeting: flagEnvironment.targeting })
      .from(flagEnvironment)
      .innerJoin(flag, eq(flag.id, flagEnvironment.flagId))
      .where(and(eq(flagEnvironment.workspaceId, workspaceId), isNull(flag.archivedAt)))
      .orderBy(asc(flag.key)),
    db
      .select({ key: segment.key, definition: segment.definition })
      .from(segment)
      .where(eq(segment.workspaceId, workspaceId)),
  ])
  const users = new Map<string, Set<string>>()
  const note = (named: string, user: string) => users.set(named, (users.get(named) ?? new Set()).add(user))
  for (const { key, targeting } of flags) {
    for (const named of namesIn(targeting)) note(named, key)
  }
  for (const { key, definition } of segments) {
    for (const named of segmentsNamed(definition.rule)) note(named, `segment ${key}`)
  }
  return new Map([...users].map(([key, names]) => [key, [...names]]))
}

/** Live rollouts whose people each segment decides, by its key: an edit of it opens a stratum of theirs. */
export async function rolloutsDecided(db: Db, workspaceId: WorkspaceId): Promise<ReadonlyMap<string, RolloutId[]>> {
  const [rows, all] = await Promise.all([
    db
      .select({ key: flag.key, environmentId: flagEnvironment.environmentId, targeting: flagEnvironment.targeting })
      .from(flagEnvironment)
      .innerJoin(flag, eq(flag.id, flagEnvironment.flagId))
      .where(and(eq(flagEnvironment.workspaceId, workspaceId), isNull(flag.archivedAt))),
    readSegments(db, workspaceId),
  ])
  const segments = new Map(all.map(({ key, rule }) => [key, rule]))
  const decided = new Map<string, RolloutId[]>()
  for (const { environmentId, targeting } of rows) {
    const live = targeting.rules.find((rule) => rule.kind === 'rollout')
    if (!live) continue
    const here = rows.filter((other) => other.environmentId === environmentId)
    const flags = new Map(here.map((other) => [other.key, other.targeting]))
    for (const name of decidingSegments(targeting, { flags, segments })) {
      decided.set(name, [...(decided.get(name) ?? []), live.serving.rolloutId])
    }
  }
  return decided
}

/** Environments with a rule that names a segment, by itself or through other segments. */
export async function placesNaming(db: Db | Tx, workspaceId: WorkspaceId, key: string): Promise<EnvironmentRow[]> {
  const naming = new Set([key])
  const segments = await readSegments(db, workspaceId)
  // Segments nest a few levels deep; each round finds those that name one found before.
  for (let found = 0; found < naming.size;) {
    found = naming.size
    for (const other of segments) if (segmentsNamed(other.rule).some((name) => naming.has(name))) naming.add(other.key)
  }
  const rows = await db
    .select({ environmentId: flagEnvironment.environmentId, targeting: flagEnvironment.targeting })
    .from(flagEnvironment)
    .innerJoin(flag, eq(flag.id, flagEnvironment.flagId))
    .where(and(eq(flagEnvironment.workspaceId, workspaceId), isNull(flag.archivedAt)))
  const places = new Set(
    rows.flatMap(({ environmentId, targeting }) =>
      namesIn(targeting).some((name) => naming.has(name)) ? [environmentId] : [],
    ),
  )
  return (await listEnvironments(db, workspaceId)).filter(({ id }) => places.has(id))
}

const namesIn = ({ rules }: FlagTargeting): string[] => rules.flatMap(conditionsOf).flatMap(segmentsNamed)

/** Segments by key, each with who names it. */
export async function listSegments(db: Db, workspaceId: WorkspaceId): Promise<SegmentView[]> {
  const [rows, users] = await Promise.all([
    db.select().from(segment).where(eq(segment.workspaceId, workspaceId)).orderBy(asc(segment.key)),
    usersOf(db, workspaceId),
  ])
  return rows.map(({ id, key, version, definition }) =>
    Object.assign({}, definition, { id, version, usedBy: users.get(key) ?? [] }),
  )
}

export async function readSegment(db: Db, workspaceId: WorkspaceId, key: string): Promise<SegmentView | null> {
  const [row] = await db
    .select()
    .from(segment)
    .where(and(eq(segment.workspaceId, workspaceId), eq(segment.key, key)))
  if (!row) return null
  const { id, version, definition } = row
  return { ...definition, id, version, usedBy: (await usersOf(db, workspaceId)).get(key) ?? [] }
}
