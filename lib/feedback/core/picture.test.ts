import { array, assert, nat, property, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPicture } from './picture'
import { aJpeg, aPng, aWebp, bytesOf, jpegSegment, pngChunk, webpChunk } from './testing-pictures'

const SECRET = 'GPS 52.5200 N'
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const codeOf = (bytes: Uint8Array): string => {
  const read = readPicture(bytes)
  return read.ok ? read.picture.mediaType : read.code
}

const secret = bytesOf(SECRET)
const dirty = {
  'image/png': aPng(2, 2, [
    pngChunk('tEXt', secret),
    pngChunk('iTXt', secret),
    pngChunk('eXIf', secret),
    pngChunk('prVt', secret),
  ]),
  'image/jpeg': aJpeg(3, 2, [
    jpegSegment(0xe0, bytesOf('JFXX\0', secret)),
    jpegSegment(0xe1, bytesOf('Exif\0\0', secret)),
    jpegSegment(0xed, secret),
    jpegSegment(0xee, secret),
    jpegSegment(0xfe, secret),
  ]),
  'image/webp': aWebp(3, 2, [webpChunk('EXIF', secret), webpChunk('XMP ', secret), webpChunk('????', secret)]),
}

describe.each([
  ['image/png', aPng(), { width: 2, height: 2 }],
  ['image/jpeg', aJpeg(), { width: 3, height: 2 }],
  ['image/webp', aWebp(), { width: 3, height: 2 }],
] as const)('%s', (mediaType, clean, size) => {
  test('is told by its bytes, with its size', () => {
    expect(readPicture(clean)).toMatchObject({ ok: true, picture: { mediaType, ...size } })
  })
  test('loses what was written beside the pixels, and is then as the same picture without it', () => {
    const read = readPicture(dirty[mediaType])
    const bytes = read.ok ? read.picture.bytes : new Uint8Array()
    expect(text(dirty[mediaType])).toContain('GPS')
    expect(text(bytes)).not.toContain('GPS')
    const plain = readPicture(clean)
    expect(text(bytes)).toBe(plain.ok && text(plain.picture.bytes))
    expect(readPicture(bytes)).toEqual(read)
  })
  test('loses what hangs behind it', () => {
    const read = readPicture(bytesOf(clean, '<script>alert(1)</script>'))
    if (mediaType === 'image/webp' && !read.ok) return // behind its chunks stand no chunks
    expect(read.ok && text(read.picture.bytes)).not.toContain('script')
  })
  test('cut off anywhere, it is broken', () => {
    for (let length = 12; length < clean.length; length += 1)
      expect(codeOf(clean.subarray(0, length)), `${length} of ${clean.length}`).toMatch(/broken-picture|not-a-picture/)
  })
  test('whatever bytes are broken, nothing is thrown', () => {
    assert(
      property(array(tuple(nat(clean.length - 1), nat(255)), { maxLength: 8 }), (changes) => {
        const bytes = Uint8Array.from(clean)
        for (const [at, byte] of changes) bytes[at] = byte
        expect(codeOf(bytes)).toMatch(/^[a-z/-]+$/)
      }),
    )
  })
})

test.each([
  ['a drawing with scripts', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'not-a-picture'],
  ['a page', bytesOf('<!doctype html>'), 'not-a-picture'],
  ['a moving picture', bytesOf('GIF89a'), 'not-a-picture'],
  ['nothing', new Uint8Array(), 'not-a-picture'],
  ['sound in RIFF', bytesOf('RIFF', [4, 0, 0, 0], 'WAVE'), 'not-a-picture'],
  ['a PNG’s name alone', aPng().subarray(0, 8), 'broken-picture'],
  ['a picture of no width', aPng(0, 5), 'broken-picture'],
  ['a bomb', aPng(16_000, 16_000), 'too-many-pixels'],
  ['a long ribbon', aPng(16_385, 1), 'too-many-pixels'],
  ['a WebP whose canvas is not its picture', bytesOf(...lying()), 'broken-picture'],
])('%s: %#', (_, bytes, code) => {
  expect(codeOf(bytes)).toBe(code)
})

function lying(): Uint8Array[] {
  const webp = Uint8Array.from(aWebp(3, 2))
  webp[24] = 200
  return [webp]
}
