import { randomInt } from 'node:crypto'
import { idOf, type IdOf, type IdPrefix } from '@/lib/kernel/id'

const ROOM = 2 ** 20
const last = { atMs: -1, random: 0 }

/**
 * Mints an id from the clock and 20 random bits. Within one millisecond of one process the bits walk on by a random
 * step, so that a bulk of ids at one moment does not collide with itself.
 * @param atMs unix ms; the seed passes its own
 */
export function newId<P extends IdPrefix>(prefix: P, atMs: number = Date.now()): IdOf<P> {
  last.random = last.atMs === atMs ? (last.random + 1 + randomInt(64)) % ROOM : randomInt(ROOM)
  last.atMs = atMs
  return idOf(prefix, atMs, last.random)
}
