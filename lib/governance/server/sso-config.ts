import { asc, eq } from 'drizzle-orm'
import { ssoSetting, workspace } from '@/drizzle/schema/governance'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { unseal } from '@/lib/platform/secrets'
import { SsoRules } from '../core/settings-schema'

export type SsoConfig = {
  workspaceId: WorkspaceId
  /** On the button: `Sign in with …`. */
  name: string
  issuer: string
  clientId: string
  clientSecret: string
  rules: SsoRules
}

/** The provider of sign-in: from the environment for the oldest workspace, else the one that was set up; null without. */
export async function ssoConfig(db: Db): Promise<SsoConfig | null> {
  const given = givenConfig(process.env)
  if (given) {
    const [first] = await db.select({ id: workspace.id }).from(workspace).orderBy(asc(workspace.createdAt)).limit(1)
    return first ? { ...given, workspaceId: first.id } : null
  }
  const [row] = await db.select().from(ssoSetting).orderBy(asc(ssoSetting.changedAt)).limit(1)
  if (!row) return null
  const clientSecret = await unseal(db, `sso:${row.workspaceId}`, row.sealedSecret)
  if (clientSecret === null) return null
  const { workspaceId, issuer, clientId, rules } = row
  return { workspaceId, name: new URL(issuer).hostname, issuer, clientId, clientSecret, rules: SsoRules.parse(rules) }
}

/** What a workspace has set up, without its secret. */
export async function readSso(db: Db, workspaceId: WorkspaceId) {
  const [row] = await db.select().from(ssoSetting).where(eq(ssoSetting.workspaceId, workspaceId))
  const byEnvironment = givenConfig(process.env)
  const stored = row && {
    issuer: row.issuer,
    clientId: row.clientId,
    rules: SsoRules.parse(row.rules),
    version: row.version,
  }
  return { stored: stored ?? null, byEnvironment: byEnvironment?.issuer ?? null }
}

/**
 * `OIDC_ISSUER`, `OIDC_CLIENT_ID`, `OIDC_CLIENT_SECRET`; further `OIDC_NAME`, `OIDC_ROLE_CLAIM`,
 * `OIDC_ROLE_MAP` (`group=role,…`), `OIDC_DEFAULT_ROLE` (empty: only invited people), `OIDC_ALLOWED_DOMAINS`.
 */
export function givenConfig(env: Record<string, string | undefined>): Omit<SsoConfig, 'workspaceId'> | null {
  const [issuer, clientId, clientSecret] = [env['OIDC_ISSUER'], env['OIDC_CLIENT_ID'], env['OIDC_CLIENT_SECRET']]
  if (!issuer || !clientId || !clientSecret || !URL.canParse(issuer)) return null
  const rules = SsoRules.safeParse({
    roleClaim: env['OIDC_ROLE_CLAIM'],
    roleMap: Object.fromEntries(listOf(env['OIDC_ROLE_MAP']).map((pair) => pair.split('=').map((part) => part.trim()))),
    defaultRole: env['OIDC_DEFAULT_ROLE'] === '' ? null : env['OIDC_DEFAULT_ROLE'],
    allowedDomains: listOf(env['OIDC_ALLOWED_DOMAINS']),
  })
  // A rule that cannot be read must not let everybody in.
  if (!rules.success) throw new Error(`Check the OIDC_ variables: ${rules.error.issues[0]?.path.join('.') ?? ''}`)
  return { name: env['OIDC_NAME'] ?? new URL(issuer).hostname, issuer, clientId, clientSecret, rules: rules.data }
}

const listOf = (text = ''): string[] => text.split(',').flatMap((part) => part.trim() || [])
