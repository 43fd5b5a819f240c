import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { EnvironmentId, WorkspaceId } from '@/lib/kernel/id'
import { ok, type Outcome } from '@/lib/kernel/result'
import type { Instant } from '@/lib/kernel/time'
import type { HotResponse } from '@/lib/platform/hot'
import { createEvaluator, type Evaluator } from '../core/evaluator'
import type { StageServed } from '../core/schema'

/** A published revision as the database keeps it. `hash` is that of the document without its revision. */
export type LoadedSnapshot = {
  environmentId: EnvironmentId
  workspaceId: WorkspaceId
  key: string
  revision: number
  hash: string
  text: string
  stages: Record<string, StageServed>
  createdAt: Instant
}

/** A revision ready to be served: every byte that a request may need is made once. */
export type ServedSnapshot = Omit<LoadedSnapshot, 'text'> & {
  evaluator: Evaluator
  /** Strong and quoted: `"<revision>-<12 of the hash>"`. */
  etag: string
  /** The answers of the document's door: whole in each encoding, or unchanged. */
  document: Record<Encoding | 'unchanged', HotResponse>
}
export type Encoding = 'identity' | 'gzip' | 'br'

const gzipped = promisify(gzip)
const brotlied = promisify(brotliCompress)
/** Level 5 costs a few milliseconds where 11 costs a second, for a tenth more bytes. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/** @param previous evaluator of the revision before, whose unchanged rules need not be compiled again */
export async function serveSnapshot(loaded: LoadedSnapshot, previous?: Evaluator): Promise<Outcome<ServedSnapshot>> {
  const { text, ...rest } = loaded
  const evaluator = createEvaluator(text, previous)
  if (!evaluator.ok) return evaluator
  const identity = Buffer.from(text)
  const [gzip, br] = await Promise.all([gzipped(identity), brotlied(identity, BROTLI)])
  const etag = `"${rest.revision}-${rest.hash.slice(0, 12)}"`
  const document = documentAnswers(etag, { identity, gzip, br })
  return ok({ ...rest, evaluator: evaluator.value, etag, document })
}

function documentAnswers(etag: string, bodies: Record<Encoding, Buffer>): ServedSnapshot['document'] {
  const headers = { etag, 'cache-control': 'no-cache', vary: 'accept-encoding' }
  const whole = (encoding: Encoding): HotResponse => ({
    status: 200,
    headers: {
      ...headers,
      'content-type': 'application/json',
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
      'content-length': String(bodies[encoding].length),
    },
    body: bodies[encoding],
  })
  const unchanged = { status: 304, headers, body: null }
  return { identity: whole('identity'), gzip: whole('gzip'), br: whole('br'), unchanged }
}
