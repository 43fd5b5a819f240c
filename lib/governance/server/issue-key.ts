import { randomBytes } from 'node:crypto'
import { apiKey } from '@/drizzle/schema/governance'
import { type ApiKeyId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { keyHint, keyText } from '../core/api-key'
import { type CreateKeyInput, type KeyScope } from '../core/schema'
import { hashKey } from './keyring'

/** A key in clear: 256 random bits and the scope it claims. */
export const mintKey = (scope: KeyScope): string => keyText(scope, randomBytes(32).toString('base64url'))

/** Stores a minted key by its hash. @param key as `mintKey(input.scope)` made it; kept nowhere in clear */
export async function issueKey(
  tx: Tx,
  workspaceId: WorkspaceId,
  input: CreateKeyInput,
  key: string,
  now: Instant,
): Promise<{ id: ApiKeyId; hint: string }> {
  const [id, hint] = [newId('key'), keyHint(key)]
  await tx.insert(apiKey).values({
    id,
    workspaceId,
    name: input.name,
    hash: Buffer.from(hashKey(key), 'base64url'),
    hint,
    scope: input.scope,
    environmentId: input.environmentId ?? null,
    userId: input.userId ?? null,
    role: input.role,
    createdAt: now,
    expiresAt: input.expiresAt ?? null,
  })
  return { id, hint }
}
