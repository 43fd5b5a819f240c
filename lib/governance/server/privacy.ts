import { eq } from 'drizzle-orm'
import { RE2JS } from 're2js'
import { privacySetting } from '@/drizzle/schema/governance'
import { type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { type Db, type Tx } from '@/lib/platform/database'
import { stale } from '../core/members'
import { EditPrivacyInput, PrivacySettings } from '../core/settings-schema'

export type Privacy = { settings: PrivacySettings; version: number }

/** How long things are kept, what is cut out, and what people are told; the defaults until somebody decides. */
export async function readPrivacy(db: Db | Tx, workspaceId: WorkspaceId): Promise<Privacy> {
  const its = eq(privacySetting.workspaceId, workspaceId)
  const [row] = await db.select().from(privacySetting).where(its).prepare('privacy').execute()
  // Parsed, so that a setting that came later has its default in rows from before.
  return { settings: PrivacySettings.parse(row?.settings ?? {}), version: row?.version ?? 1 }
}

export const editPrivacy = command<EditPrivacyInput, Privacy>({
  name: 'privacy.edit',
  permission: 'privacy.edit',
  input: EditPrivacyInput,
  async run({ tx, actor, now }, { settings, expectedVersion }) {
    const { workspaceId } = actor
    const refusal = patternRefusal(settings)
    if (refusal) return refusal
    const first = { workspaceId, settings: PrivacySettings.parse({}), version: 1, changedAt: now }
    await tx.insert(privacySetting).values(first).onConflictDoNothing()
    const its = eq(privacySetting.workspaceId, workspaceId)
    const [row] = await tx.select().from(privacySetting).where(its).for('update')
    if (!row) throw new Error('privacy settings were neither made nor found')
    if (expectedVersion !== undefined && expectedVersion !== row.version) return stale
    const version = row.version + 1
    await tx.update(privacySetting).set({ settings, version, changedAt: now }).where(its)
    return {
      ok: true,
      value: { settings, version },
      object: { kind: 'privacy', id: workspaceId },
      detail: { before: row.settings, after: settings },
    }
  },
})

/** A pattern must be one that runs in linear time, and must not cut out nothing at all. */
function patternRefusal({ redactions }: PrivacySettings): Refusal | null {
  for (const [i, { pattern }] of redactions.entries()) {
    const field = `redactions.${i}.pattern`
    try {
      if (RE2JS.compile(pattern).matches('')) {
        return refuse('bad-pattern', 'This pattern fits an empty text, so it would fit everywhere.', { field })
      }
    } catch {
      return refuse('bad-pattern', 'This is no pattern that we can run safely.', {
        field,
        remedy: 'Use RE2 syntax: no look-ahead, no references back.',
      })
    }
  }
  return null
}
