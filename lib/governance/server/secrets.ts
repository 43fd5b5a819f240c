import { type Runtime } from '@/lib/platform/runtime'
import { sharedSecret } from '@/lib/platform/secrets'

const authSecrets = new WeakMap<Runtime, string>()

/** Encrypts session cookies: `AUTH_SECRET`, else one of the database's own, so that it survives a restart. */
export async function authSecret(runtime: Runtime): Promise<string> {
  const given = process.env['AUTH_SECRET']
  if (given) return given
  const known = authSecrets.get(runtime)
  if (known) return known
  const made = Buffer.from(await sharedSecret(runtime.database.db, 'auth')).toString('base64url')
  authSecrets.set(runtime, made)
  return made
}
