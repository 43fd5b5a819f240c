import { crc32, deflateSync } from 'node:zlib'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
export const bytesOf = (...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? ascii(part) : Uint8Array.from(part))))

const big = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const little = (value: number): number[] => big(value).toReversed()

export function pngChunk(name: string, data: Uint8Array): Uint8Array {
  const body = bytesOf(name, data)
  return bytesOf(big(data.length), body, big(crc32(body)))
}

/** A grey PNG that browsers show. @param extra chunks before the pixels */
export function aPng(width = 2, height = 2, extra: readonly Uint8Array[] = []): Uint8Array {
  const rows = Buffer.alloc(Math.min(height, 4) * (Math.min(width, 4) + 1), 128)
  return bytesOf(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    pngChunk('IHDR', bytesOf(big(width), big(height), [8, 0, 0, 0, 0])),
    ...extra,
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', new Uint8Array()),
  )
}

export const jpegSegment = (marker: number, data: Uint8Array): Uint8Array =>
  bytesOf([0xff, marker, (data.length + 2) >>> 8, (data.length + 2) & 255], data)

/** The parts of a JPEG in their order; its pixels mean nothing. */
export const aJpeg = (width = 3, height = 2, extra: readonly Uint8Array[] = []): Uint8Array =>
  bytesOf(
    [0xff, 0xd8],
    ...extra,
    jpegSegment(0xc0, bytesOf([8, height >>> 8, height & 255, width >>> 8, width & 255, 1, 1, 0x11, 0])),
    jpegSegment(0xda, bytesOf([1, 1, 0, 0, 63, 0])),
    [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56],
    [0xff, 0xd9],
  )

export const webpChunk = (name: string, data: Uint8Array): Uint8Array =>
  bytesOf(name, little(data.length), data, data.length % 2 ? [0] : [])

/** The parts of a lossless WebP in the long form. @param extra chunks after the pixels */
export function aWebp(width = 3, height = 2, extra: readonly Uint8Array[] = []): Uint8Array {
  const bits = width - 1 + (height - 1) * 16_384
  const head = bytesOf([0x0c, 0, 0, 0], little(width - 1).slice(0, 3), little(height - 1).slice(0, 3))
  const body = bytesOf(webpChunk('VP8X', head), webpChunk('VP8L', bytesOf([0x2f], little(bits), [1, 2, 3])), ...extra)
  return bytesOf('RIFF', little(body.length + 4), 'WEBP', body)
}
