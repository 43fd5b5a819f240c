import { createHmac } from 'node:crypto'

/** A unit id as it is stored: 128 bits of HMAC-SHA256 under the workspace's key, hex. Equal ids stay equal. */
export function pseudonym(workspaceKey: Uint8Array, unit: string): string {
  return createHmac('sha256', workspaceKey).update(unit, 'utf8').digest('hex').slice(0, 32)
}
