import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type HotRequest } from '@/lib/platform/hot'
import { type RejectionCode } from '../core/schema'

export const MiB = 2 ** 20
const inflate = promisify(gunzip)

export type Body = { ok: true; bytes: Uint8Array } | { ok: false; status: 400 | 413 | 415; code: RejectionCode }

/** The body, inflated if it is gzip; both sizes are bounded, the second one while it inflates. */
export async function readBody(
  request: HotRequest,
  { wireBytesMax, inflatedBytesMax }: { wireBytesMax: number; inflatedBytesMax: number },
): Promise<Body> {
  const encoding = (request.header('content-encoding') ?? 'identity').trim().toLowerCase()
  if (encoding !== 'gzip' && encoding !== 'identity' && encoding !== '') {
    return { ok: false, status: 415, code: 'unsupported-encoding' }
  }
  const wire = await request.body(wireBytesMax)
  if (wire === 'too-large') return { ok: false, status: 413, code: 'body-too-large' }
  if (encoding !== 'gzip') return { ok: true, bytes: wire }
  try {
    return { ok: true, bytes: await inflate(wire, { maxOutputLength: inflatedBytesMax }) }
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    return tooLarge
      ? { ok: false, status: 413, code: 'inflated-too-large' }
      : { ok: false, status: 400, code: 'malformed' }
  }
}

/** Media type of the request without parameters, lower case. */
export const mediaType = (request: HotRequest): string =>
  (request.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
