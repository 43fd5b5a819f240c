import { type Member } from '@/lib/kernel/actor'
import { type Json } from '@/lib/kernel/hash'
import { type Outcome } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type Command, type RunOptions } from '@/lib/platform/command'
import { answeringAway, runAtDoor } from '@/lib/platform/door'
import { answeringFaults, idempotencyKeyOf, outcomeResponse, readJson, requestIdOf } from '@/lib/platform/rest'
import { type Runtime } from '@/lib/platform/runtime'
import { soundInput } from '@/lib/platform/sound-input'
import { type KeyScope } from '../core/schema'
import { appRuntime } from './app-runtime'
import { restActor } from './rest-actor'
import { workspaceNow } from './workspaces'

/** What every handler of `/api/v1` gets: somebody who may at least read, and their workspace's moment. */
export type RestContext<Params> = {
  runtime: Runtime
  actor: Member
  now: Instant
  params: Params
  query: URLSearchParams
}
export type RestWriteContext<Params> = RestContext<Params> & {
  body: Json
  options: RunOptions
  /** Runs a verb for the actor with the request's idempotency key and id. */
  run: <Input, Value>(verb: Command<Input, Value>, input: unknown) => Promise<Outcome<Value>>
}
type Route<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>
type Doors = { scopes?: readonly KeyScope[]; status?: number }

/** A GET: by an admin key, or by the cookie of a signed-in browser. */
export function restRead<Params = object>(
  handle: (context: RestContext<Params>) => Promise<Outcome<unknown>>,
  doors: Doors = {},
): Route<Params> {
  return (request, { params }) => answer(request, params, doors, handle)
}

/** A POST, PATCH or DELETE: by an admin key alone, so that no other site can make a browser send it. */
export function restWrite<Params = object>(
  handle: (context: RestWriteContext<Params>) => Promise<Outcome<unknown>>,
  doors: Doors = {},
): Route<Params> {
  return (request, { params }) =>
    answer(request, params, doors, async (context, requestId) => {
      const idempotencyKey = idempotencyKeyOf(request)
      if (!idempotencyKey.ok) return idempotencyKey
      const body = await readJson(request)
      if (!body.ok) return body
      const options = { idempotencyKey: idempotencyKey.value, requestId, now: context.now }
      const run: RestWriteContext<Params>['run'] = (verb, input) =>
        runAtDoor(context.runtime, verb, input, context.actor, options)
      return handle({ ...context, body: body.value, options, run })
    })
}

/** A file to keep, written while it is read. */
export type RestFile = { name: string; type: string; parts: AsyncIterable<string> }

/** A GET that answers with a file, by the same keys and cookies as `restRead`. */
export function restFile<Params = object>(
  handle: (context: RestContext<Params>) => Promise<Outcome<RestFile>>,
): Route<Params> {
  return (request, { params }) => answer(request, params, {}, handle, fileResponse)
}

function fileResponse(outcome: Outcome<RestFile>, requestId: string): Response {
  if (!outcome.ok) return outcomeResponse(outcome, requestId)
  const { name, type, parts } = outcome.value
  const reader = parts[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = await reader.next()
      if (part.done) controller.close()
      else controller.enqueue(encoder.encode(part.value))
    },
    async cancel() {
      await reader.return?.()
    },
  })
  const headers = {
    'content-type': type,
    'content-disposition': `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
    'cache-control': 'no-store',
    'x-request-id': requestId,
  }
  return new Response(body, { headers })
}

/** A picture that somebody sent: shown, never run. */
export function restPicture<Params = object>(
  handle: (context: RestContext<Params>) => Promise<Outcome<{ mediaType: string; bytes: Uint8Array }>>,
): Route<Params> {
  return (request, { params }) => answer(request, params, {}, handle, pictureResponse)
}

function pictureResponse(outcome: Outcome<{ mediaType: string; bytes: Uint8Array }>, requestId: string): Response {
  if (!outcome.ok) return outcomeResponse(outcome, requestId)
  const { mediaType, bytes } = outcome.value
  const headers = {
    'content-type': mediaType,
    'content-disposition': `inline; filename="picture.${mediaType.slice('image/'.length)}"`,
    // Opened alone, it is a page without scripts, forms and an origin; next.config.ts says the same for this path.
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
    'x-request-id': requestId,
  }
  return new Response(Buffer.from(bytes), { headers })
}

type Handle<Params, Value> = (context: RestContext<Params>, requestId: string) => Promise<Outcome<Value>>
type Respond<Value> = (outcome: Outcome<Value>, requestId: string, status: number) => Response

function answer<Params, Value>(
  request: Request,
  asked: Promise<Params>,
  { scopes = ['admin'], status = 200 }: Doors,
  handle: Handle<Params, Value>,
  respond: Respond<Value> = outcomeResponse,
): Promise<Response> {
  const requestId = requestIdOf(request)
  const runtime = appRuntime()
  return answeringFaults(runtime.log, requestId, async () => {
    const outcome = await answeringAway(runtime, async () => {
      const who = await restActor(runtime, request, scopes)
      if (!who.ok) return who
      const params = await asked
      const query = new URL(request.url).searchParams
      const sound = soundInput({ ...params, ...Object.fromEntries(query) })
      if (!sound.ok) return sound
      const actor = who.value
      const now = await workspaceNow(runtime, actor.workspaceId)
      // One moment for the whole request, and a simulated workspace's own.
      return handle({ runtime: { ...runtime, now: () => now }, actor, now, params, query }, requestId)
    })
    return respond(outcome, requestId, status)
  })
}
