import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { EnvironmentId, WorkspaceId } from '@/lib/kernel/id'
import { ok, type Outcome } from '@/lib/kernel/result'
import type { Instant } from '@/lib/kernel/time'
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
  bodies: { identity: Buffer; gzip: Buffer; br: Buffer }
}

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
  return ok({ ...rest, evaluator: evaluator.value, etag, bodies: { identity, gzip, br } })
}
