import { type Actor } from '@/lib/kernel/actor'
import { toMs } from '@/lib/kernel/time'
import { type Soon } from '@/lib/platform/hot'
import { clockMsOf, type Runtime } from '@/lib/platform/runtime'
import { keyOfHeaders } from '../core/api-key'
import { type AuthenticatedKey, type KeyScope } from '../core/schema'
import { Keyring, type Found } from './keyring'

export type KeyAnswer =
  | { ok: true; key: AuthenticatedKey; actor: Actor }
  | { ok: false; status: 401 | 403 | 503; code: 'unknown-key' | 'expired-key' | 'scope' | 'keys-unavailable' }

const keyrings = new WeakMap<Runtime, Keyring>()

export function keyringOf(runtime: Runtime): Keyring {
  const known = keyrings.get(runtime)
  if (known) return known
  const keyring = new Keyring({ ...runtime, db: runtime.database.db })
  keyrings.set(runtime, keyring)
  return keyring
}

/**
 * Recognises the key of a request: `Authorization: Bearer …` or `X-API-Key`. Revocation takes hold within 5 s. Without
 * the database, keys known before stay valid and others get 503: a client must not conclude that its key is wrong.
 * @returns at once for a key that is known and was looked up lately
 */
export function authenticateKey(
  runtime: Runtime,
  request: { header(name: string): string | null },
  allowedScopes: readonly KeyScope[],
): Soon<KeyAnswer> {
  const text = keyOfHeaders(request)
  if (text === null) return { ok: false, status: 401, code: 'unknown-key' }
  const found = keyringOf(runtime).find(text)
  return found instanceof Promise
    ? found.then((later) => judged(later, runtime, allowedScopes))
    : judged(found, runtime, allowedScopes)
}

function judged(found: Found, runtime: Runtime, allowedScopes: readonly KeyScope[]): KeyAnswer {
  if (found === 'unknown') return { ok: false, status: 401, code: 'unknown-key' }
  if (found === 'away') return { ok: false, status: 503, code: 'keys-unavailable' }
  const { key, actor, expiresAt } = found.known
  if (expiresAt !== null && toMs(expiresAt) <= clockMsOf(runtime)()) {
    return { ok: false, status: 401, code: 'expired-key' }
  }
  if (!allowedScopes.includes(key.scope)) return { ok: false, status: 403, code: 'scope' }
  return { ok: true, key, actor }
}

/** Serves the keys kept in a folder until the database answers, and keeps client and server keys there by hash. */
export const warmKeys = (runtime: Runtime, folder: string): Promise<void> => keyringOf(runtime).warm(folder)
