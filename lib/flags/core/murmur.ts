const C1 = 0xcc9e2d51
const C2 = 0x1b873593

/**
 * MurmurHash3 x86_32 with seed 0 over the UTF-8 bytes of a text, as flagd hashes bucketing keys (Austin Appleby's
 * reference, https://github.com/aappleby/smhasher). A lone surrogate counts as U+FFFD, as every UTF-8 encoder writes it.
 * @returns unsigned 32-bit integer
 */
export function murmur32(text: string): number {
  const { length } = text
  const whole = length & ~3
  let hash = 0
  // Nearly every key is ASCII: then characters are bytes and nothing is copied.
  for (let i = 0; i < whole; i += 4) {
    const [a, b, c, d] = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2), text.charCodeAt(i + 3)]
    if ((a | b | c | d) > 0x7f) return murmurOfBytes(utf8(text))
    hash = withBlock(hash, a | (b << 8) | (c << 16) | (d << 24))
  }
  let tail = 0
  for (let i = length - 1; i >= whole; i -= 1) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return murmurOfBytes(utf8(text))
    tail = (tail << 8) | unit
  }
  return finished(hash, tail, length)
}

function murmurOfBytes(bytes: readonly number[]): number {
  const { length } = bytes
  const whole = length & ~3
  const at = (i: number): number => bytes[i] ?? 0
  let hash = 0
  for (let i = 0; i < whole; i += 4) {
    hash = withBlock(hash, at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24))
  }
  let tail = 0
  for (let i = length - 1; i >= whole; i -= 1) tail = (tail << 8) | at(i)
  return finished(hash, tail, length)
}

const rotl = (value: number, by: number): number => (value << by) | (value >>> (32 - by))
const mixed = (block: number): number => Math.imul(rotl(Math.imul(block, C1), 15), C2)
const withBlock = (hash: number, block: number): number =>
  (Math.imul(rotl(hash ^ mixed(block), 13), 5) + 0xe6546b64) | 0

function finished(hash: number, tail: number, length: number): number {
  let h = hash ^ mixed(tail) ^ length
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** By hand, as TextEncoder is not everywhere that this runs. */
function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    const scalar = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point
    if (scalar < 0x80) bytes.push(scalar)
    else if (scalar < 0x800) bytes.push(0xc0 | (scalar >> 6), last(scalar))
    else if (scalar < 0x10000) bytes.push(0xe0 | (scalar >> 12), last(scalar >> 6), last(scalar))
    else bytes.push(0xf0 | (scalar >> 18), last(scalar >> 12), last(scalar >> 6), last(scalar))
  }
  return bytes
}

const last = (bits: number): number => 0x80 | (bits & 0x3f)
