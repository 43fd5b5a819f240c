import { lt, sql } from 'drizzle-orm'
import { clientSeen } from '@/drizzle/schema/flags'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Database, type Db } from '@/lib/platform/database'
import { type ClientRow } from './clients'
import { type UsageRow } from './flag-usage'

/**
 * Stores clients in one statement. The newest revision wins and keeps the moment it was first shown; a late report of an
 * older revision changes nothing but `seen_at`.
 */
export async function storeClients({ sql: pg }: Database, clients: readonly ClientRow[]): Promise<void> {
  if (clients.length === 0) return
  const column = <K extends keyof ClientRow>(key: K) => clients.map((client) => client[key])
  await pg`
    insert into client_seen as c (workspace_id, environment_id, client_id, kind, service, service_version, revision, revision_at, seen_at, first_seen_at)
    select t.*, t.revision_at from unnest(${column('workspaceId')}::text[], ${column('environmentId')}::text[], ${column('clientId')}::text[],
      ${column('kind')}::text[], ${column('service')}::text[], ${column('serviceVersion')}::text[], ${column('revision')}::bigint[],
      ${column('revisionAt')}::text[]::timestamptz[], ${column('seenAt')}::text[]::timestamptz[])
      as t (workspace_id, environment_id, client_id, kind, service, service_version, revision, revision_at, seen_at)
    on conflict (workspace_id, environment_id, client_id) do update set
      kind = excluded.kind,
      revision = greatest(c.revision, excluded.revision),
      revision_at = case when excluded.revision > c.revision then excluded.revision_at else c.revision_at end,
      seen_at = greatest(c.seen_at, excluded.seen_at),
      service = coalesce(excluded.service, c.service),
      service_version = coalesce(excluded.service_version, c.service_version)`
}

export async function forgetOldClients(db: Db, now: Instant): Promise<void> {
  await db.delete(clientSeen).where(lt(clientSeen.seenAt, instant(toMs(now) - 24 * 3_600_000)))
}

export async function storeUsage(db: Db, counts: readonly UsageRow[]): Promise<void> {
  if (counts.length === 0) return
  await db.execute(sql`
    insert into flag_usage (workspace_id, environment_id, flag_key, variant, minute, count)
    select x."workspaceId", x."environmentId", x."flagKey", x.variant, x.minute, x.count
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
      as x ("workspaceId" text, "environmentId" text, "flagKey" text, variant text, minute timestamptz, count bigint)
    on conflict (workspace_id, environment_id, flag_key, variant, minute) do update set count = flag_usage.count + excluded.count`)
}
