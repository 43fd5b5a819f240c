import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { secret } from '@/drizzle/schema/platform'
import { type Db, type Tx } from './database'

/** A secret that all processes share: 32 random bytes, made by whoever asks first. */
export async function sharedSecret(db: Db | Tx, name: string): Promise<Uint8Array> {
  await db
    .insert(secret)
    .values({ name, value: randomBytes(32) })
    .onConflictDoNothing()
  const [row] = await db.select({ value: secret.value }).from(secret).where(eq(secret.name, name))
  if (!row) throw new Error(`secret ${name} was neither made nor found`)
  return row.value
}

/** Seals what must be read again, such as a mail server's password. `SOUNDINGS_SECRET` keeps the key out of the database. */
async function sealingKey(db: Db | Tx): Promise<Uint8Array> {
  const given = process.env['SOUNDINGS_SECRET']
  return given ? createHash('sha256').update(`soundings:seal:${given}`).digest() : sharedSecret(db, 'seal')
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts a text (AES-256-GCM); `use` names what it is for and must be the same to open it. */
export async function seal(db: Db | Tx, use: string, text: string): Promise<Uint8Array> {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', await sealingKey(db), nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(use))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** The sealed text; null when it was sealed with another secret, for another use, or changed since. */
export async function unseal(db: Db | Tx, use: string, sealed: Uint8Array): Promise<string | null> {
  const bytes = Buffer.from(sealed)
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null
  const key = await sealingKey(db)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(use))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return null // the tag does not fit
  }
}

/** 256 random bits for a link that works once; only its hash is kept. */
export const mintToken = (): string => randomBytes(32).toString('base64url')

/** SHA-256 of a token: tokens are 256 bits of chance, so a fast hash is enough. */
export const hashToken = (token: string): Uint8Array => createHash('sha256').update(token).digest()
