import { responseTo, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { appFlags } from './app-flags'
import { routeFlags } from './flag-routes'

/** A web-standard request as the hot routes see it. */
export function hotRequestOf(request: Request): HotRequest {
  const url = new URL(request.url)
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    // Next strips `content-encoding` from a route's answer and compresses by itself: here every answer is plain.
    header: (name) => (name === 'accept-encoding' ? null : request.headers.get(name)),
    body: (maxBytes) => readBody(request, maxBytes),
    signal: request.signal,
    remoteAddress: request.headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '',
  }
}

async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | 'too-large'> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 'too-large'
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > maxBytes) return 'too-large'
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A hot answer as a web-standard response, in the same bytes as the gateway writes. */
export function responseOf({ status, headers, body, stream }: HotResponse): Response {
  if (!stream)
    return new Response(typeof body === 'string' || body === null ? body : Uint8Array.from(body), { status, headers })
  const encoder = new TextEncoder()
  let leave: (() => void) | null = null
  const chunks = new ReadableStream<Uint8Array>({
    start: (controller) => {
      leave = stream(
        (chunk) => controller.enqueue(encoder.encode(chunk)),
        () => controller.close(),
      )
    },
    cancel: () => leave?.(),
  })
  return new Response(chunks, { status, headers })
}

/** The flag doors under a plain Next server: the gateway's own handlers behind another kind of request. */
export async function answerFlags(request: Request): Promise<Response> {
  const hot = hotRequestOf(request)
  const answer = routeFlags(await appFlags(), hot)
  return answer ? responseOf(await responseTo(hot, answer)) : new Response(null, { status: 404 })
}
