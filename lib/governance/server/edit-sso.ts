import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { ssoSetting } from '@/drizzle/schema/governance'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { seal } from '@/lib/platform/secrets'
import { stale } from '../core/members'
import { EditSsoInput } from '../core/settings-schema'

/** Sets up sign-in through a provider. Passwords go on working: nobody locks themselves out by a typing error. */
export const editSso = command<EditSsoInput, { version: number }>({
  name: 'sso.edit',
  permission: 'sso.edit',
  input: EditSsoInput,
  async run({ tx, actor, now }, { issuer, clientId, clientSecret, rules, expectedVersion }) {
    const { workspaceId } = actor
    const [row] = await tx.select().from(ssoSetting).where(eq(ssoSetting.workspaceId, workspaceId)).for('update')
    if (expectedVersion !== undefined && expectedVersion !== (row?.version ?? 1)) return stale
    const sealedSecret =
      clientSecret === undefined ? row?.sealedSecret : await seal(tx, `sso:${workspaceId}`, clientSecret)
    if (!sealedSecret) return refuse('secret-needed', 'Enter the client secret.', { field: 'clientSecret' })
    const version = (row?.version ?? 1) + 1
    const set = { issuer, clientId, sealedSecret, rules, version, changedAt: now }
    await tx
      .insert(ssoSetting)
      .values({ workspaceId, ...set })
      .onConflictDoUpdate({ target: ssoSetting.workspaceId, set })
    return {
      ok: true,
      value: { version },
      object: { kind: 'sso', id: workspaceId },
      detail: { issuer, clientId, rules, newSecret: clientSecret !== undefined },
    }
  },
})

/** Ends sign-in through the provider. Sessions that are open stay until they end or are revoked. */
export const removeSso = command<object, null>({
  name: 'sso.remove',
  permission: 'sso.edit',
  input: z.strictObject({}),
  async run({ tx, actor }) {
    await tx.delete(ssoSetting).where(eq(ssoSetting.workspaceId, actor.workspaceId))
    return { ok: true, value: null, object: { kind: 'sso', id: actor.workspaceId }, detail: {} }
  },
})
