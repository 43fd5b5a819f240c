import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { authenticateKey } from '@/lib/governance/server/contract'
import { FeedbackSourceId } from '@/lib/kernel/id'
import { isAway } from '@/lib/platform/database'
import { json, problem, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { readBody } from '../core/read-bodies'
import { ingestAnswer } from './ingest-answers'
import { countCodes, takeItems, type FeedbackDoor } from './receive'
import { secretBox } from './secret-box'
import { findSource, type SourceRow } from './source-rows'

const WEBHOOK_BODY_MAX = 1024 * 1024
const TITLES: Readonly<Record<string, string>> = {
  'unknown-source': 'There is no such source.',
  'bad-signature': 'The signature does not fit, or is too old.',
  'source-paused': 'This source is paused.',
  'body-too-large': 'A webhook has at most 1 MiB.',
  malformed: 'The body is not JSON in UTF-8.',
  'too-many-items': 'A request has at most 500 items.',
  'not-an-object': 'Send one item, or a list of items in `items`.',
  storage: 'Soundings cannot reach its database. Nothing was stored.',
}

/** Whether a path is a source's webhook, and which. */
export function webhookSource(path: string): string | null {
  return /^\/api\/ingest\/v1\/feedback\/([\w-]{1,60})$/.exec(path)?.[1] ?? null
}

/** `POST /api/ingest/v1/feedback/{source}`: signed as Standard Webhooks ask, or sent with a `hook` key. */
export async function receiveWebhook(door: FeedbackDoor, request: HotRequest, sourceId: string): Promise<HotResponse> {
  const refuse = (
    status: number,
    code: string,
    workspaceId: string | null,
    extra: Record<string, unknown> = {},
  ): HotResponse => {
    door.rejections.add(workspaceId, 'feedback.webhook', [{ code, count: 1 }])
    return problem(status, code, TITLES[code] ?? code, extra)
  }
  try {
    const id = FeedbackSourceId.safeParse(sourceId)
    const source = id.success ? await findSource(door.runtime.database.db, id.data) : null
    if (!source) return refuse(404, 'unknown-source', null)
    const { workspaceId } = source
    const bytes = await request.body(WEBHOOK_BODY_MAX)
    if (bytes === 'too-large') return refuse(413, 'body-too-large', workspaceId)
    const text = decode(bytes)
    if (text === null) return refuse(400, 'malformed', workspaceId)
    if (!(await isTrusted(door, request, source, text))) return refuse(401, 'bad-signature', workspaceId)
    if (source.state === 'paused') return refuse(409, 'source-paused', workspaceId)
    const body = readBody(text, false)
    if (!body.ok)
      return refuse(
        body.code === 'malformed' ? 400 : body.code === 'too-many-items' ? 413 : 422,
        body.code,
        workspaceId,
      )
    const items = body.items.map(({ index, value }) => ({ index, value: inChannel(value, source.channel) }))
    const delivery = { workspaceId, environmentId: null, vouched: true, sourceName: source.name }
    const answers = await takeItems(door, delivery, { ...body, items }, request.header('webhook-id'))
    door.rejections.add(workspaceId, 'feedback.webhook', countCodes(answers))
    const answer = ingestAnswer(answers)
    return json(answer.created > 0 ? 201 : 200, answer)
  } catch (error) {
    if (!isAway(error)) throw error
    return refuse(503, 'storage', null, { retryAfterS: 5 })
  }
}

/** What a source brings belongs to its channel, whatever the sender calls it. */
const inChannel = (value: unknown, channel: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, channel } : value

async function isTrusted(door: FeedbackDoor, request: HotRequest, source: SourceRow, text: string): Promise<boolean> {
  if (request.header('webhook-signature') === null) {
    const who = await authenticateKey(door.runtime, request, ['hook'])
    return who.ok && who.key.workspaceId === source.workspaceId
  }
  if (!source.secret) return false
  const secret = (await secretBox(door.runtime.database.db, source.workspaceId)).open(source.secret)
  if (secret === null) return false
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const
  try {
    new Webhook(secret).verify(text, Object.fromEntries(names.map((name) => [name, request.header(name) ?? ''])))
    return true
  } catch (error) {
    if (error instanceof WebhookVerificationError || error instanceof SyntaxError) return false
    throw error
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
