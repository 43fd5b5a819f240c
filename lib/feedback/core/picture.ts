import { readJpeg } from './picture-jpeg'
import { readPng } from './picture-png'
import { readWebp } from './picture-webp'
import { type PictureType } from './schema-words'

/** A picture without what a camera or a program wrote beside the pixels: place, time, device, comments. */
export type Picture = { mediaType: PictureType; width: number; height: number; bytes: Uint8Array }
export type PictureRefusal = 'not-a-picture' | 'broken-picture' | 'too-many-pixels'

/** A picture of few bytes may unfold to gigabytes in the browser of whoever looks at it. */
const PIXELS_MAX = 40_000_000
const SIDE_MAX = 16_384

/** What bytes are, by the bytes alone: a name or a media type that a sender gives is never asked. */
export function readPicture(bytes: Uint8Array): { ok: true; picture: Picture } | { ok: false; code: PictureRefusal } {
  const read = READERS.find(({ is }) => is(bytes))
  if (!read) return { ok: false, code: 'not-a-picture' }
  const picture = read.read(bytes)
  if (!picture || picture.width < 1 || picture.height < 1) return { ok: false, code: 'broken-picture' }
  const { width, height } = picture
  if (width > SIDE_MAX || height > SIDE_MAX || width * height > PIXELS_MAX)
    return { ok: false, code: 'too-many-pixels' }
  return { ok: true, picture }
}

const startsWith = (bytes: Uint8Array, start: readonly number[], at = 0): boolean =>
  start.every((byte, i) => bytes[at + i] === byte)

const READERS: readonly { is: (bytes: Uint8Array) => boolean; read: (bytes: Uint8Array) => Picture | null }[] = [
  { is: (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), read: readPng },
  { is: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]), read: readJpeg },
  {
    is: (bytes) => startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes, [0x57, 0x45, 0x42, 0x50], 8),
    read: readWebp,
  },
]
