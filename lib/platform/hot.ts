/**
 * Request and answer of the hot routes, free of any server's types, so that the gateway (node:http) and the route
 * handlers of the app serve the very same functions with equal bytes.
 */
export type HotRequest = {
  method: string
  /** Path without the query, still percent-encoded. */
  path: string
  query: URLSearchParams
  /** Header by lower-case name; repeated ones joined with ', '. */
  header(name: string): string | null
  /** The whole body; `too-large` once more than `maxBytes` arrived. Call once. */
  body(maxBytes: number): Promise<HotBody>
  /** Aborts when the other side hangs up. */
  signal: AbortSignal
  remoteAddress: string
}

export type HotBody = Uint8Array | 'too-large'

export type HotResponse = {
  status: number
  /** A `content-length` among them is taken as the body's; without one it is counted while writing. */
  headers: Record<string, string>
  body: Uint8Array | string | null
  /** Server-sent events instead of a body: called once with a writer; returns what to run when the client leaves. */
  stream?: (write: (chunk: string) => void, end: () => void) => () => void
}

/** A value at once where it is at hand: promises cost more than most answers of the hot routes. */
export type Soon<T> = T | Promise<T>

/** Goes on with a value, at once when it is at hand. */
export function andThen<T, U>(value: Soon<T>, goOn: (value: T) => Soon<U>): Soon<U> {
  return value instanceof Promise ? value.then(goOn) : goOn(value)
}

/** Nothing speaks against an answer, but it needs the body. Whoever speaks to the client reads it and asks again. */
export type AfterBody = { bodyBytesMax: number; answer: (body: HotBody) => Soon<HotResponse> }

export type HotAnswer = Soon<HotResponse | AfterBody>

/** The response in the end, with the body read if it is needed. */
export async function responseTo(request: HotRequest, answer: HotAnswer): Promise<HotResponse> {
  const first = await answer
  return 'bodyBytesMax' in first ? first.answer(await request.body(first.bodyBytesMax)) : first
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): HotResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

/** RFC 9457 problem; `code` is stable, `title` is for people. Never carries a message of an exception. */
export function problem(status: number, code: string, title: string, extra: Record<string, unknown> = {}): HotResponse {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' }
  if (typeof extra['retryAfterS'] === 'number') headers['retry-after'] = String(extra['retryAfterS'])
  return { status, headers, body: JSON.stringify({ type: 'about:blank', title, status, code, ...extra }) }
}
