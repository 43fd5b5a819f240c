import { authenticateKey } from '@/lib/governance/server/contract'
import { isAway } from '@/lib/platform/database'
import { json, problem, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { type Runtime } from '@/lib/platform/runtime'
import { RejectionCounts, type StageLookup } from '@/lib/telemetry/server/contract'
import { decodeItem } from '../core/incoming'
import { readBody, type Body } from '../core/read-bodies'
import { type IngestItemAnswer } from '../core/schema'
import { ingestAnswer, rejected } from './ingest-answers'
import { storeItems, type Delivery } from './store-items'

export const FEEDBACK_BODY_MAX = 256 * 1024

/** What the doors of feedback share in one process. */
export type FeedbackDoor = {
  runtime: Runtime
  stages: StageLookup
  rejections: RejectionCounts
  /** Stores the counts of what was refused; for a graceful stop. */
  close(): Promise<void>
}

const FLUSH_MS = 5000

export function openFeedbackDoor(runtime: Runtime, stages: StageLookup): FeedbackDoor {
  const rejections = new RejectionCounts(runtime.now)
  const flush = () =>
    rejections.flush(runtime.database.sql).catch((error: unknown) => {
      if (!isAway(error)) runtime.log.error({ err: error }, 'counts of refused feedback cannot be stored')
    })
  const timer = setInterval(() => void flush(), FLUSH_MS)
  timer.unref()
  return {
    runtime,
    stages,
    rejections,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

const TITLES: Readonly<Record<string, string>> = {
  'unknown-key': 'The key is not known.',
  'expired-key': 'The key has expired or was revoked.',
  scope: 'Send feedback with a client or a server key.',
  'keys-unavailable': 'Keys cannot be looked up just now.',
  'body-too-large': 'A request has at most 256 kB.',
  'unsupported-media-type': 'Send JSON, or one JSON text a line as application/x-ndjson.',
  'unsupported-encoding': 'Send the body without content encoding.',
  malformed: 'The body is not JSON in UTF-8.',
  'too-many-items': 'A request has at most 500 items.',
  'not-an-object': 'Send one item, or a list of items in `items`.',
  'no-items': 'There is no item in it.',
  storage: 'Soundings cannot reach its database. Nothing was stored.',
}

const LINES = new Set(['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/x-jsonlines'])

/** `POST /api/ingest/v1/feedback`: each item is created, a duplicate, or rejected with a code; none sinks the others. */
export async function receiveFeedback(door: FeedbackDoor, request: HotRequest): Promise<HotResponse> {
  const who = await authenticateKey(door.runtime, request, ['client', 'server'])
  const refuse = (status: number, code: string, extra: Record<string, unknown> = {}): HotResponse => {
    door.rejections.add(who.ok ? who.key.workspaceId : null, 'feedback', [{ code, count: 1 }])
    return problem(status, code, TITLES[code] ?? code, extra)
  }
  if (!who.ok) return refuse(who.status, who.code, who.status === 503 ? { retryAfterS: 5 } : {})
  const read = await bodyOf(request)
  if (!read.ok) return refuse(read.status, read.code)
  if (read.items.length + read.refused.length === 0) return refuse(422, 'no-items')
  const idempotencyKey = request.header('idempotency-key')
  const { workspaceId, environmentId, scope } = who.key
  const delivery = { workspaceId, environmentId, vouched: scope === 'server', sourceName: 'API' }
  try {
    const answers = await takeItems(door, delivery, read, idempotencyKey)
    const answer = ingestAnswer(answers)
    door.rejections.add(workspaceId, 'feedback', countCodes(answers))
    const [only] = answer.items
    // Somebody who sends one item looks at the status alone.
    if (answer.items.length === 1 && only?.code) return problem(422, only.code, only.message ?? '', { ...answer })
    return json(answer.created > 0 ? 201 : 200, answer)
  } catch (error) {
    if (!isAway(error)) throw error
    return refuse(503, 'storage', { retryAfterS: 5 })
  }
}

type Read = Extract<Body, { ok: true }>

/** Checks and stores items of one delivery. */
export async function takeItems(
  door: Pick<FeedbackDoor, 'runtime' | 'stages'>,
  delivery: Omit<Delivery, 'items'>,
  read: Read,
  idempotencyKey: string | null,
): Promise<IngestItemAnswer[]> {
  const answers = read.refused.map(({ index, code }) => rejected(index, code))
  const seen = new Set<string>()
  const items: Delivery['items'][number][] = []
  for (const { index, value } of read.items) {
    const decoded = decodeItem(value)
    const key = decoded.ok && decoded.item.externalId ? `${decoded.item.channel} ${decoded.item.externalId}` : null
    if (!decoded.ok) answers.push(rejected(index, decoded.code))
    else if (key !== null && seen.has(key)) answers.push(rejected(index, 'duplicate-id'))
    else {
      if (key !== null) seen.add(key)
      items.push({ index, item: decoded.item, externalId: idempotencyKey ? `${idempotencyKey} ${index}` : null })
    }
  }
  return items.length === 0
    ? answers
    : [...answers, ...(await storeItems(door.runtime, door.stages, { ...delivery, items }))]
}

export function countCodes(answers: readonly IngestItemAnswer[]): { code: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { code } of answers) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].map(([code, count]) => ({ code, count }))
}

async function bodyOf(request: HotRequest): Promise<Read | { ok: false; status: number; code: string }> {
  const type = (request.header('content-type') ?? 'application/json').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const isLines = LINES.has(type)
  // Pages that leave say goodbye with a beacon, which can only send text.
  if (!isLines && type !== 'application/json' && type !== 'text/plain')
    return { ok: false, status: 415, code: 'unsupported-media-type' }
  const encoding = (request.header('content-encoding') ?? 'identity').trim().toLowerCase()
  if (encoding !== 'identity' && encoding !== '') return { ok: false, status: 415, code: 'unsupported-encoding' }
  const bytes = await request.body(FEEDBACK_BODY_MAX)
  if (bytes === 'too-large') return { ok: false, status: 413, code: 'body-too-large' }
  const text = decodeUtf8(bytes)
  const body: Body = text === null ? { ok: false, code: 'malformed' } : readBody(text, isLines)
  if (body.ok) return body
  return {
    ok: false,
    status: body.code === 'malformed' ? 400 : body.code === 'too-many-items' ? 413 : 422,
    code: body.code,
  }
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
