import { type Picture } from './picture'
import { joined, nameAt, viewOf } from './picture-bytes'

/** The picture itself and its transparency. EXIF, XMP, colour profiles, frames of animations and unknown parts go. */
const KEPT = new Set(['VP8 ', 'VP8L', 'ALPH'])
const HEAD = 12
/** Of the flags in VP8X only transparency stays true. */
const ALPHA = 0x10

type Size = { width: number; height: number }

/** WebP (RFC 9649): RIFF with chunks of name, length and data, filled up to an even number of bytes. */
export function readWebp(bytes: Uint8Array): Picture | null {
  const view = viewOf(bytes)
  const kept: Uint8Array[] = []
  let canvas: Size | null = null
  let size: Size | null = null
  for (let at = HEAD; at + 8 <= bytes.length;) {
    const name = nameAt(bytes, at)
    const length = view.getUint32(at + 4, true)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (data.length < length) return null
    const next = at + 8 + length + (length % 2)
    if (name === 'VP8X') {
      if (length < 10 || at !== HEAD) return null
      canvas = { width: uint24(data, 4) + 1, height: uint24(data, 7) + 1 }
      kept.push(still(bytes.subarray(at, next)))
    } else if (KEPT.has(name) && !size) {
      kept.push(bytes.subarray(at, Math.min(next, bytes.length)), new Uint8Array(next > bytes.length ? 1 : 0))
      if (name === 'VP8 ') size = lossy(data)
      if (name === 'VP8L') size = lossless(data)
      if (name !== 'ALPH' && !size) return null
    }
    at = next
  }
  if (!size || (canvas && (canvas.width !== size.width || canvas.height !== size.height))) return null
  const body = joined(kept)
  const head = Uint8Array.from(bytes.subarray(0, HEAD))
  viewOf(head).setUint32(4, body.length + 4, true)
  return { mediaType: 'image/webp', ...size, bytes: joined([head, body]) }
}

const uint24 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0) * 65_536

function still(chunk: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(chunk)
  copy[8] = (copy[8] ?? 0) & ALPHA
  return copy
}

/** RFC 6386 §9.1: after three bytes and the start code, 14 bits each. */
function lossy(data: Uint8Array): Size | null {
  if (data.length < 10 || data[3] !== 0x9d || data[4] !== 0x01 || data[5] !== 0x2a) return null
  const view = viewOf(data)
  return { width: view.getUint16(6, true) % 16_384, height: view.getUint16(8, true) % 16_384 }
}

/** RFC 9649 §3.4: one signature byte, then 14 bits each, less one. */
function lossless(data: Uint8Array): Size | null {
  if (data.length < 5 || data[0] !== 0x2f) return null
  const bits = viewOf(data).getUint32(1, true)
  return { width: (bits % 16_384) + 1, height: (Math.floor(bits / 16_384) % 16_384) + 1 }
}
