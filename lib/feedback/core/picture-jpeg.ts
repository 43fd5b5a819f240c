import { type Picture } from './picture'
import { joined, nameAt, viewOf } from './picture-bytes'

const [START, END, SCAN] = [0xd8, 0xd9, 0xda]
/** Start of frame: C0 to CF without tables (C4), arithmetic conditioning (CC) and an extension (C8). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
/** All that programs write for themselves goes: places, devices, comments, small copies of a picture before it was cut. */
const isKept = (marker: number, bytes: Uint8Array, at: number): boolean =>
  marker === ADOBE ? nameAt(bytes, at + 4) === 'Adob' : marker !== COMMENT && (marker < 0xe0 || marker > 0xef)
/** How Adobe's programs store colours: without it they are wrong. */
const [ADOBE, COMMENT] = [0xee, 0xfe]
/** Without a length: TEM and the restarts. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

/** JPEG (ITU-T T.81, annex B): segments of marker, length and data; pixels follow a scan up to the next marker. */
export function readJpeg(bytes: Uint8Array): Picture | null {
  const view = viewOf(bytes)
  const kept: Uint8Array[] = [Uint8Array.of(0xff, START)]
  let size: { width: number; height: number } | null = null
  let pixels = false
  for (let at = 2; at + 2 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1 // fill bytes may stand before a marker
      continue
    }
    if (marker === END) {
      kept.push(Uint8Array.of(0xff, END))
      return size && pixels ? { mediaType: 'image/jpeg', ...size, bytes: joined(kept) } : null
    }
    if (isBare(marker)) {
      at += 2
      continue
    }
    if (at + 4 > bytes.length) return null
    const length = view.getUint16(at + 2)
    const next = at + 2 + length
    if (length < 2 || next > bytes.length) return null
    if (isFrame(marker)) {
      if (length < 8) return null
      size ??= { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    }
    const after = marker === SCAN ? endOfScan(bytes, next) : next
    if (marker === SCAN) pixels = true
    if (isKept(marker, bytes, at)) kept.push(bytes.subarray(at, after))
    at = after
  }
  return null
}

/** The first marker after pixels that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] === 0xff && marker !== 0 && marker !== 0xff && !isBare(marker)) return at
  }
  return bytes.length
}
