import { createHmac } from 'node:crypto'
import { type IngestSource } from './ingest-source'

/** A unit id as it is stored: 128 bits of HMAC-SHA256 under the workspace's key, hex. Equal ids stay equal. */
export function pseudonym(workspaceKey: Uint8Array, unit: string): string {
  return createHmac('sha256', workspaceKey).update(unit, 'utf8').digest('hex').slice(0, 32)
}

/** Units remembered at most, in two halves: a few megabytes. */
const REMEMBERED = 20_000

/** Pseudonyms of units that were seen lately: one person sends many records, and each hash costs more than its row. */
export class Pseudonyms {
  #young = new Map<string, string>()
  #old = new Map<string, string>()

  of({ workspaceId, unitKey }: Pick<IngestSource, 'workspaceId' | 'unitKey'>, unit: string): string {
    const key = `${workspaceId} ${unit}`
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const found = this.#old.get(key) ?? pseudonym(unitKey, unit)
    if (this.#young.size >= REMEMBERED / 2) [this.#old, this.#young] = [this.#young, new Map()]
    this.#young.set(key, found)
    return found
  }
}
