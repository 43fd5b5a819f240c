import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketOf } from './bucket'
import { murmur32 } from './murmur'

const vectors: [string, number, number, number][] = [
  ['abc', 3017643002, 70, 70259],
  ['checkout-v2user-1', 3757832068, 87, 87493],
  ['checkout-v2user-33', 213687505, 4, 4975],
  ['jürgen', 1677338049, 39, 39053],
  ['Zoë', 2255564058, 52, 52516],
  ['用户-123', 1472632633, 34, 34287],
  ['😀', 3199479546, 74, 74493],
]

test.each(vectors)('%s hashes to %i, bucket %i of 100 and %i of 100,000', (key, hash, of100, of100k) => {
  expect(murmur32(key)).toBe(hash)
  expect(bucketOf(key, 100)).toBe(of100)
  expect(bucketOf(key, 100_000)).toBe(of100k)
})

test('the empty text hashes to 0 and a lone surrogate as U+FFFD', () => {
  expect(murmur32('')).toBe(0)
  expect(murmur32('a\ud83d')).toBe(murmur32('a\ufffd'))
  expect(murmur32('\ude00\ud83d!')).toBe(murmur32('\ufffd\ufffd!'))
})

test('the bucket equals the 64-bit formula for every total', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 2_147_483_647 }), (key, total) => {
      expect(bucketOf(key, total)).toBe(Number((BigInt(murmur32(key)) * BigInt(total)) >> 32n))
    }),
  )
})

test('the hash equals the reference over the encoded bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(murmur32(text)).toBe(referenceMurmur(new TextEncoder().encode(text)))
    }),
  )
})

/** The published algorithm, block by block over bytes with BigInt: slow and plain. */
function referenceMurmur(bytes: Uint8Array): number {
  const mask = 0xffffffffn
  const rotl = (v: bigint, n: bigint): bigint => ((v << n) | (v >> (32n - n))) & mask
  const mix = (k: bigint): bigint => (rotl((k * 0xcc9e2d51n) & mask, 15n) * 0x1b873593n) & mask
  const blocks = Math.floor(bytes.length / 4)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let h = 0n
  for (let i = 0; i < blocks; i += 1) {
    h = (rotl(h ^ mix(BigInt(view.getUint32(i * 4, true))), 13n) * 5n + 0xe6546b64n) & mask
  }
  let tail = 0n
  for (let i = bytes.length - 1; i >= blocks * 4; i -= 1) tail = (tail << 8n) | BigInt(bytes[i] ?? 0)
  h ^= mix(tail) ^ BigInt(bytes.length)
  h = ((h ^ (h >> 16n)) * 0x85ebca6bn) & mask
  h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) & mask
  return Number(h ^ (h >> 16n))
}
