import { and, desc, eq, gte, inArray, sql } from 'drizzle-orm'
import { clientSeen, flag, flagEnvironment, flagUsage } from '@/drizzle/schema/flags'
import { type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { type FlagClients, type FlagDetail, type FlagUsageRow } from '../core/flag-detail'
import { namingFault } from '../core/naming'
import { neededBy, readAsked, variantsCounted } from './archive-facts'
import { listChangeRequests } from './change-rows'
import { listEnvironments, type EnvironmentRow } from './environments'
import { lifecycleAt } from './flag-list'
import { withDefaults, type FlagRow } from './flag-rows'
import { readSeen } from './flag-seen'
import { readNaming } from './naming'
import { holdOfPlace } from './plan'

const DAY_MS = 86_400_000
const CLIENTS_MAX = 50

/** All that the page of a flag shows, archived ones too; null when there is none of this key. */
export async function readFlagDetail(
  db: Db,
  workspaceId: WorkspaceId,
  key: string,
  now: Instant,
): Promise<FlagDetail | null> {
  const [stored] = await db
    .select()
    .from(flag)
    .where(and(eq(flag.workspaceId, workspaceId), eq(flag.key, key)))
  if (!stored) return null
  const row = withDefaults(stored)
  const environments = await listEnvironments(db, workspaceId)
  const [placed, seen, naming, asked, others, requests] = await Promise.all([
    db
      .select()
      .from(flagEnvironment)
      .where(and(eq(flagEnvironment.workspaceId, workspaceId), eq(flagEnvironment.flagId, row.id))),
    readSeen(db, workspaceId, environments, key),
    readNaming(db, workspaceId),
    readAsked(db, row, environments, now),
    neededBy(db, workspaceId, key),
    listChangeRequests(db, workspaceId, { state: 'waiting', subject: { kind: 'flag', key } }),
  ])
  const places = environments.flatMap((environment) => {
    const found = placed.find(({ environmentId }) => environmentId === environment.id)
    return found ? [{ environment, targeting: found.targeting, changedAt: found.updatedAt }] : []
  })
  const seenHere = seen.get(key) ?? []
  return {
    definition: row.definition,
    version: row.version,
    createdAt: row.createdAt,
    archivedAt: row.archivedAt,
    lifecycle: lifecycleAt(row, places, seenHere, now),
    namingFault: namingFault(key, naming.rule),
    environments: places.map(({ environment, targeting, changedAt }) => {
      const { id, key: name, name: words, revision } = environment
      const hold = holdOfPlace(environment, now)
      return { environmentId: id, key: name, name: words, targeting, changedAt, revision, hold }
    }),
    requests,
    seen: seenHere,
    perMinute: asked.perMinute,
    neededBy: others,
    now,
  }
}

/** Answers of the last day by variant, in one environment. */
export async function readUsage(
  db: Db,
  row: Pick<FlagRow, 'workspaceId' | 'key' | 'definition'>,
  environment: Pick<EnvironmentRow, 'id'>,
  now: Instant,
): Promise<FlagUsageRow[]> {
  const rows = await db
    .select({
      variant: flagUsage.variant,
      count: sql<string>`sum(${flagUsage.count})`,
      lastAt: sql<string>`max(${flagUsage.minute})`,
    })
    .from(flagUsage)
    .where(
      and(
        eq(flagUsage.workspaceId, row.workspaceId),
        eq(flagUsage.environmentId, environment.id),
        eq(flagUsage.flagKey, row.key),
        inArray(flagUsage.variant, variantsCounted(row)),
        gte(flagUsage.minute, instant(toMs(now) - DAY_MS)),
      ),
    )
    .groupBy(flagUsage.variant)
  return rows
    .map(({ variant, count, lastAt }) => ({ variant, count: Number(count), lastAt: instant(Date.parse(lastAt)) }))
    .toSorted((a, b) => b.count - a.count)
}

/** Who was seen in an environment in the last day, by service and version. */
export async function readClients(db: Db, environment: EnvironmentRow, now: Instant): Promise<FlagClients[]> {
  const rows = await db
    .select({
      kind: clientSeen.kind,
      service: clientSeen.service,
      version: clientSeen.serviceVersion,
      clients: sql<string>`count(*)`,
      oldest: sql<string>`min(${clientSeen.revision})`,
      lastAt: sql<string>`max(${clientSeen.seenAt})`,
    })
    .from(clientSeen)
    .where(
      and(
        eq(clientSeen.workspaceId, environment.workspaceId),
        eq(clientSeen.environmentId, environment.id),
        gte(clientSeen.seenAt, instant(toMs(now) - DAY_MS)),
      ),
    )
    .groupBy(clientSeen.kind, clientSeen.service, clientSeen.serviceVersion)
    .orderBy(desc(sql`count(*)`))
    .limit(CLIENTS_MAX)
  return rows.map(({ kind, service, version, clients, oldest, lastAt }) => ({
    kind,
    service,
    version,
    clients: Number(clients),
    oldestRevision: Number(oldest),
    lastAt: instant(Date.parse(lastAt)),
  }))
}
