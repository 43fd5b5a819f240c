import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { sharedSecret } from '@/lib/governance/server/contract'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'

/** Keeps what names a person: encrypted values, and hashes to find equal ones by. One key for each workspace. */
export type SecretBox = {
  seal(text: string): Uint8Array
  /** Null when it was sealed with another key, or changed. */
  open(sealed: Uint8Array): string | null
  sealBytes(bytes: Uint8Array): Uint8Array
  openBytes(sealed: Uint8Array): Uint8Array | null
  /** Equal texts of one purpose have equal hashes; nobody without the key can try texts. */
  hash(purpose: string, text: string): Uint8Array
}

const boxes = new WeakMap<Db | Tx, Map<WorkspaceId, SecretBox>>()

/** The box of a workspace; its key is derived from a secret of the database. */
export async function secretBox(db: Db | Tx, workspaceId: WorkspaceId): Promise<SecretBox> {
  const known = boxes.get(db) ?? new Map<WorkspaceId, SecretBox>()
  boxes.set(db, known)
  const box = known.get(workspaceId) ?? boxOf(await sharedSecret(db, 'feedback'), workspaceId)
  known.set(workspaceId, box)
  return box
}

function boxOf(secret: Uint8Array, workspaceId: WorkspaceId): SecretBox {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, workspaceId, purpose, 32))
  const [sealing, hashing] = [derive('seal'), derive('hash')]
  const sealBytes = (bytes: Uint8Array): Uint8Array => {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }
  const openBytes = (sealed: Uint8Array): Buffer | null => {
    const bytes = Buffer.from(sealed)
    try {
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
    } catch {
      return null
    }
  }
  return {
    seal: (text) => sealBytes(Buffer.from(text, 'utf8')),
    open: (sealed) => openBytes(sealed)?.toString('utf8') ?? null,
    sealBytes,
    openBytes,
    hash: (purpose, text) => createHmac('sha256', hashing).update(`${purpose}\n${text}`, 'utf8').digest(),
  }
}
