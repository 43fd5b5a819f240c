import { hash } from 'node:crypto'
import type { HotResponse } from '@/lib/platform/hot'
import type { Evaluation } from '../core/evaluator'
import { CORS, evaluationOnWire, type WrittenEvaluation } from './ofrep-wire'
import type { ServedSnapshot } from './served-snapshot'

export type BulkAnswer = { etag: string; whole: HotResponse; unchanged: HotResponse }

/** Clients close a stream that nobody looks at after this long, and refetch when somebody does. */
const INACTIVITY_S = 120
const BYTES_MAX = 16 * 2 ** 20

/**
 * Answers about all flags at once. Whoever is served the same of every flag gets the very same bytes, so they are kept;
 * in bounded space, and the oldest go first.
 */
export class BulkAnswers {
  readonly #bytesMax: number
  readonly #kept = new Map<string, BulkAnswer>()
  #bytes = 0

  constructor({ bytesMax = BYTES_MAX }: { bytesMax?: number } = {}) {
    this.#bytesMax = bytesMax
  }

  get bytes(): number {
    return this.#bytes
  }

  /** @param evaluations every flag of the snapshot, in its order */
  answer(snapshot: ServedSnapshot, evaluations: readonly Evaluation[], token: string): BulkAnswer {
    const all = evaluations.map(evaluationOnWire)
    // Environment and revision for one that has no flags; the ids alone tell everything else.
    let key = `${snapshot.environmentId}${snapshot.etag}${token}`
    for (const { id } of all) key += `,${id}`
    const known = this.#kept.get(key)
    if (known) return known
    const made = bulkAnswer(snapshot, all, token)
    this.#keep(key, made)
    return made
  }

  #keep(key: string, made: BulkAnswer): void {
    this.#kept.set(key, made)
    this.#bytes += sizeOf(key, made)
    for (const [oldest, answer] of this.#kept) {
      if (this.#bytes <= this.#bytesMax) break
      this.#kept.delete(oldest)
      this.#bytes -= sizeOf(oldest, answer)
    }
  }
}

/** Headers and the maps between count as much as a small body. */
const sizeOf = (key: string, { whole }: BulkAnswer): number => key.length + (whole.body?.length ?? 0) + 1000

function bulkAnswer(snapshot: ServedSnapshot, all: readonly WrittenEvaluation[], token: string): BulkAnswer {
  const body = Buffer.from(bulkText(snapshot, all, token))
  // An attribute may change while the targeting key stays, and then the client still sends its old ETag: so the hash is
  // over what was evaluated, never over the configuration alone. The revision in front says what the client runs.
  const etag = `"${snapshot.revision}-${hash('sha256', body, 'base64url').slice(0, 16)}"`
  const headers = { etag, 'cache-control': 'no-cache', ...CORS }
  const wholeHeaders = { 'content-type': 'application/json', ...headers, 'content-length': String(body.length) }
  return {
    etag,
    whole: { status: 200, headers: wholeHeaders, body },
    unchanged: { status: 304, headers, body: null },
  }
}

function bulkText(snapshot: ServedSnapshot, all: readonly WrittenEvaluation[], token: string): string {
  const flags = all.map(({ text }) => text).join(',')
  const metadata = JSON.stringify(snapshot.evaluator.metadata)
  // Inside the hashed text: a rotated token must change the ETag, or a 304 would keep a dead address alive.
  const stream = {
    type: 'sse',
    endpoint: { requestUri: `/ofrep/v1/events?token=${encodeURIComponent(token)}` },
    inactivityDelaySec: INACTIVITY_S,
  }
  return `{"flags":[${flags}],"metadata":${metadata},"eventStreams":[${JSON.stringify(stream)}]}`
}
