import { and, eq } from 'drizzle-orm'
import { membership } from '@/drizzle/schema/governance'
import { type Actor } from '@/lib/kernel/actor'
import { type ApiKeyId, type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { elapsedMs } from '@/lib/kernel/time'
import { command, runCommand, type RunOptions } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { CreateKeyInput, KeyScope, type CreatedKey } from '../core/schema'
import { issueKey, mintKey } from './issue-key'

type Kept = { id: ApiKeyId; hint: string }
/** Whether an environment is one of the workspace: flags own that table, so the caller brings the question. */
export type HasEnvironment = (tx: Tx, workspaceId: WorkspaceId, id: EnvironmentId) => Promise<boolean>

/**
 * Creates an API key. The key in clear is in this answer alone: a repeated idempotency key gets the answer without it,
 * because answers are kept for a day and keys are kept nowhere.
 */
export async function createKey(
  runtime: Runtime,
  input: unknown,
  actor: Actor,
  options: RunOptions & { hasEnvironment: HasEnvironment },
): Promise<Outcome<CreatedKey>> {
  const minted: { key: string; id: ApiKeyId | null } = { key: mintKey(claimedScope(input)), id: null }
  const verb = createKeyVerb(minted, options.hasEnvironment)
  const outcome = await runCommand(runtime, verb, input, actor, options)
  if (!outcome.ok) return outcome
  return { ok: true, value: { ...outcome.value, key: outcome.value.id === minted.id ? minted.key : null } }
}

const createKeyVerb = (minted: { key: string; id: ApiKeyId | null }, hasEnvironment: HasEnvironment) =>
  command<CreateKeyInput, Kept>({
    name: 'key.create',
    permission: 'key.edit',
    input: CreateKeyInput,
    async run({ tx, actor, now }, input) {
      const { workspaceId } = actor
      if (input.expiresAt && elapsedMs(now, input.expiresAt) <= 0) {
        return refuse('already-expired', 'That moment is past.', { field: 'expiresAt' })
      }
      if (input.environmentId && !(await hasEnvironment(tx, workspaceId, input.environmentId))) {
        return refuse('not-found', 'There is no such environment here.', { field: 'environmentId' })
      }
      if (input.userId) {
        const its = and(eq(membership.workspaceId, workspaceId), eq(membership.userId, input.userId))
        const [member] = await tx.select().from(membership).where(its)
        if (!member) return refuse('not-found', 'There is no such member here.', { field: 'userId' })
      }
      const kept = await issueKey(tx, workspaceId, input, minted.key, now)
      minted.id = kept.id
      const { name, scope, environmentId = null, userId = null, role } = input
      return {
        ok: true,
        value: kept,
        object: { kind: 'key', id: kept.id },
        detail: { name, scope, environmentId, userId, role, hint: kept.hint, expiresAt: input.expiresAt ?? null },
      }
    },
  })

/** The key is minted before its input is parsed; input without a scope is refused and its key is never stored. */
function claimedScope(input: unknown): KeyScope {
  const scope = typeof input === 'object' && input !== null && 'scope' in input ? input.scope : null
  return KeyScope.catch('client').parse(scope)
}
