import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { workspace } from '@/drizzle/schema/governance'
import { type EnvironmentId, type UserId, type WorkspaceId } from '@/lib/kernel/id'
import { type Discipline } from '@/lib/kernel/permissions'
import { type Instant } from '@/lib/kernel/time'
import { appendAudit } from '@/lib/platform/audit'
import { transact, type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { type Runtime } from '@/lib/platform/runtime'
import { type CreateKeyInput } from '../core/schema'
import { issueKey, mintKey } from './issue-key'
import { addMember } from './people'

export type FirstStart = {
  adminName?: string | undefined
  adminEmail?: string | undefined
  /** At least 12 characters; made up when it is not given. */
  adminPassword?: string | undefined
  workspaceName?: string | undefined
  /** Name of the environment in which four eyes decide; Production unless given. */
  environment?: string | undefined
}

/** What other domains own and a workspace needs. Each runs in the one transaction of the first start. */
export type FirstStartParts = {
  createEnvironment(
    tx: Tx,
    input: { workspaceId: WorkspaceId; key: string; name: string; position: number; fourEyes: 'demanded' | 'off' },
    now: Instant,
  ): Promise<{ id: EnvironmentId }>
  /** Whatever else: first revisions, the policy Careful. */
  finish?(tx: Tx, workspaceId: WorkspaceId, now: Instant): Promise<void>
}

export type FirstStartAnswer =
  | { created: false }
  | {
      created: true
      workspaceId: WorkspaceId
      admin: { id: UserId; email: string; password: string }
      /** Keys in clear, for once: by environment key, then scope. */
      environments: Record<string, { id: EnvironmentId; client: string; server: string }>
      keys: { ci: string; hook: string; admin: string }
    }

const ENVIRONMENTS = [
  { key: 'development', name: 'Development', fourEyes: 'off' },
  { key: 'staging', name: 'Staging', fourEyes: 'off' },
  { key: 'production', name: 'Production', fourEyes: 'demanded' },
] as const

/** The last one may have a name of one's own; its key follows from it. */
function environmentsOf({ environment }: FirstStart) {
  if (environment === undefined || slugOf(environment) === 'production') return ENVIRONMENTS
  const key = slugOf(environment).slice(0, 40)
  const others = ENVIRONMENTS.filter((one) => one.key !== 'production' && one.key !== key)
  return [...others, { key, name: environment, fourEyes: 'demanded' as const }]
}

/**
 * Makes an empty database usable: workspace, admin, environments, keys. Does nothing when any workspace exists, also
 * when two processes ask at once. Passwords and keys are in this answer alone.
 */
export async function ensureFirstStart(
  runtime: Runtime,
  wishes: FirstStart,
  parts: FirstStartParts,
): Promise<FirstStartAnswer> {
  const now = runtime.now()
  return transact(runtime.database.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('soundings:first-start', 0))`)
    const existing = await tx.select({ id: workspace.id }).from(workspace).limit(1)
    if (existing.length > 0) return { created: false }
    const name = wishes.workspaceName ?? 'Soundings'
    const workspaceId = await createWorkspace(tx, { name, slug: slugOf(name) }, now)
    const email = wishes.adminEmail ?? 'admin@soundings.localhost'
    const password = wishes.adminPassword ?? randomBytes(15).toString('base64url')
    const disciplines: Discipline[] = ['product', 'engineering', 'data']
    const admin = {
      workspaceId,
      email,
      name: wishes.adminName ?? 'Admin',
      password,
      role: 'admin',
      disciplines,
    } as const
    const userId = await addMember(tx, admin, now)
    const issue = async (input: CreateKeyInput) => {
      const key = mintKey(input.scope)
      await issueKey(tx, workspaceId, input, key, now)
      return key
    }
    const environments: Record<string, { id: EnvironmentId; client: string; server: string }> = {}
    for (const [position, environment] of environmentsOf(wishes).entries()) {
      const { id } = await parts.createEnvironment(tx, { workspaceId, position, ...environment }, now)
      const of = { environmentId: id, role: 'viewer' } as const
      environments[environment.key] = {
        id,
        client: await issue({ ...of, name: `${environment.name} clients`, scope: 'client' }),
        server: await issue({ ...of, name: `${environment.name} servers`, scope: 'server' }),
      }
    }
    const keys = {
      ci: await issue({ name: 'CI', scope: 'ci', role: 'viewer' }),
      hook: await issue({ name: 'Webhooks', scope: 'hook', role: 'viewer' }),
      admin: await issue({ name: 'Admin', scope: 'admin', role: 'admin', userId }),
    }
    await parts.finish?.(tx, workspaceId, now)
    return { created: true, workspaceId, admin: { id: userId, email, password }, environments, keys }
  })
}

export type NewWorkspace = {
  name: string
  slug: string
  clock?: 'real' | 'simulated'
  simulatedNow?: Instant
  isSample?: boolean
}

/** A workspace with a new key for its pseudonyms, and the first row of its audit chain. */
export async function createWorkspace(tx: Tx, wanted: NewWorkspace, now: Instant): Promise<WorkspaceId> {
  const id = newId('wsp')
  await tx.insert(workspace).values({ ...wanted, id, unitKey: randomBytes(32), createdAt: now })
  await appendAudit(tx, {
    workspaceId: id,
    at: now,
    actorKind: 'system',
    actorId: 'system',
    actorName: 'Soundings',
    verb: 'workspace.create',
    objectKind: 'workspace',
    objectId: id,
    outcome: 'done',
    detail: { name: wanted.name, slug: wanted.slug, clock: wanted.clock ?? 'real' },
    requestId: 'first-start',
  })
  return id
}

/** Letters and digits of a name with dashes between; `workspace` when none is left. */
function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  return words?.join('-').slice(0, 50) ?? 'workspace'
}
