import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { secret } from '@/drizzle/schema/platform'
import { type Db } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'

/** A secret that all processes share: 32 random bytes, made by whoever asks first. */
export async function sharedSecret(db: Db, name: string): Promise<Uint8Array> {
  await db
    .insert(secret)
    .values({ name, value: randomBytes(32) })
    .onConflictDoNothing()
  const [row] = await db.select({ value: secret.value }).from(secret).where(eq(secret.name, name))
  if (!row) throw new Error(`secret ${name} was neither made nor found`)
  return row.value
}

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
