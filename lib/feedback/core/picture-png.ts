import { type Picture } from './picture'
import { joined, nameAt, viewOf } from './picture-bytes'

/** What the pixels need to look right. Text, EXIF, time, further frames and whatever is private are left out. */
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'pHYs'])
const HEAD = 8

/** PNG (W3C PNG 3, §5): a signature, then chunks of length, name, data and check sum. What follows IEND is dropped. */
export function readPng(bytes: Uint8Array): Picture | null {
  const view = viewOf(bytes)
  const kept = [bytes.subarray(0, HEAD)]
  let size: { width: number; height: number } | null = null
  let pixels = false
  for (let at = HEAD; at + 12 <= bytes.length;) {
    const length = view.getUint32(at)
    const name = nameAt(bytes, at + 4)
    const next = at + 12 + length
    if (next > bytes.length) return null
    if (!size) {
      if (name !== 'IHDR' || length !== 13) return null
      size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    }
    if (KEPT.has(name)) kept.push(bytes.subarray(at, next))
    if (name === 'IDAT') pixels = true
    if (name === 'IEND') return pixels ? { mediaType: 'image/png', ...size, bytes: joined(kept) } : null
    at = next
  }
  return null
}
