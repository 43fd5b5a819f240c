import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { AfterBody, HotAnswer, HotBody, HotRequest, HotResponse } from '@/lib/platform/hot'

/** A stream whose reader lags this far behind is cut; the client comes back and asks for what is newest. */
const STREAM_BUFFER_MAX = 256 * 1024
/** What is still read of a body that was refused, so that the refusal arrives before the connection closes. */
const DISCARD_MAX = 8 * 2 ** 20
const DISCARD_MS = 5000
const NO_QUERY = new URLSearchParams()

/** A request of node:http as the hot routes see it. What few of them need is made when it is asked for. */
export class NodeHotRequest implements HotRequest {
  readonly method: string
  readonly path: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly #search: string
  #query: URLSearchParams | null = null
  #hangUp: AbortController | null = null

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request
    this.response = response
    this.method = request.method ?? 'GET'
    const url = request.url ?? '/'
    const at = url.indexOf('?')
    this.path = at < 0 ? url : url.slice(0, at)
    this.#search = at < 0 ? '' : url.slice(at)
  }

  get query(): URLSearchParams {
    return (this.#query ??= this.#search === '' ? NO_QUERY : new URLSearchParams(this.#search))
  }

  get remoteAddress(): string {
    return this.request.socket.remoteAddress ?? ''
  }

  get signal(): AbortSignal {
    if (this.#hangUp) return this.#hangUp.signal
    const controller = new AbortController()
    this.#hangUp = controller
    if (this.response.destroyed) controller.abort()
    this.response.once('close', () => {
      if (!this.response.writableFinished) controller.abort()
    })
    return controller.signal
  }

  header(name: string): string | null {
    const value = this.request.headers[name]
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
  }

  body(maxBytes: number): Promise<HotBody> {
    const request = this.request
    return new Promise((resolve, reject) => {
      // A request closes after every answer: only an early close is somebody hanging up.
      const closed = (): void => {
        if (!request.readableEnded) reject(new Error('the client hung up'))
      }
      takeBody(request, maxBytes, resolve)
      request.on('close', closed)
      request.on('error', closed)
      if (request.destroyed) closed()
    })
  }
}

/** Hands the body over once it is whole or too large; never, when the client hangs up before. */
function takeBody(request: IncomingMessage, maxBytes: number, take: (body: HotBody) => void): void {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    take('too-large')
    return
  }
  const chunks: Buffer[] = []
  let size = 0
  const add = (chunk: Buffer): void => {
    size += chunk.length
    if (size <= maxBytes) {
      chunks.push(chunk)
      return
    }
    request.off('data', add)
    request.pause()
    take('too-large')
  }
  request.on('data', add)
  request.on('end', () => {
    if (size <= maxBytes) take(joined(chunks))
  })
}

function joined(chunks: Buffer[]): Uint8Array {
  const [only] = chunks
  return chunks.length === 1 && only ? only : Buffer.concat(chunks)
}

/** Writes an answer out, in exactly its bytes: nothing is encoded or compressed on the way. */
export function sendHot(request: IncomingMessage, response: ServerResponse, answer: HotResponse): void {
  if (response.destroyed) return
  if (answer.stream && request.method !== 'HEAD') {
    sendStream(request, response, answer, answer.stream)
    return
  }
  const { status, headers, body } = answer
  const bodyless = status === 204 || status === 304 || answer.stream !== undefined
  const isCounted = bodyless || headers['content-length'] !== undefined
  if (!request.complete && hasBody(request)) discard(request)
  response.writeHead(status, isCounted ? headers : { ...headers, 'content-length': Buffer.byteLength(body ?? '') })
  // Text stays text: node then sends it in one piece with the head.
  response.end(bodyless || request.method === 'HEAD' ? undefined : body)
}

/** Answered at once, even a request without a body is not complete yet. */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined

function sendStream(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers }: HotResponse,
  open: NonNullable<HotResponse['stream']>,
): void {
  request.socket.setTimeout(0)
  request.socket.setNoDelay(true)
  response.writeHead(status, headers)
  response.flushHeaders()
  const write = (chunk: string): void => {
    if (response.writableEnded || response.destroyed) return
    response.write(chunk)
    if (response.writableLength > STREAM_BUFFER_MAX) response.destroy()
  }
  const leave = open(write, () => response.end())
  if (response.destroyed) leave()
  else response.once('close', leave)
}

/** Reads on for a moment: closing with bytes unread would reset the connection and lose the answer. */
function discard(request: IncomingMessage): void {
  let size = 0
  const timer = setTimeout(() => request.destroy(), DISCARD_MS).unref()
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > DISCARD_MAX) request.destroy()
  })
  request.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer))
  request.on('error', () => clearTimeout(timer))
  request.resume()
}

function send({ request, response }: NodeHotRequest, answer: HotResponse): void {
  try {
    sendHot(request, response, answer)
  } catch {
    response.destroy()
  }
}

/**
 * A listener for node:http over functions of hot requests.
 * @param handle null: none of its paths; `otherwise` answers then
 * @param onFault answers a fault, which was not the client's; its message must not leave the house
 */
export function hotListener(
  handle: (request: HotRequest) => HotAnswer | null,
  otherwise: RequestListener,
  onFault: (fault: unknown, request: HotRequest) => HotResponse,
): RequestListener {
  // These are made once for all requests: closures of each would cost as much as the answers themselves.
  const fail = (hot: NodeHotRequest, fault: unknown): void => {
    // Nobody is left to be told, and a reader who hung up is no fault of ours.
    if (!hot.response.destroyed) send(hot, onFault(fault, hot))
  }
  const finish = (hot: NodeHotRequest, { answer }: AfterBody, body: HotBody): void => {
    try {
      const said = answer(body)
      if (!(said instanceof Promise)) send(hot, said)
      else
        void said.then(
          (response) => send(hot, response),
          (fault: unknown) => fail(hot, fault),
        )
    } catch (fault) {
      fail(hot, fault)
    }
  }
  const settle = (hot: NodeHotRequest, answer: HotResponse | AfterBody): void => {
    if ('bodyBytesMax' in answer) takeBody(hot.request, answer.bodyBytesMax, (body) => finish(hot, answer, body))
    else send(hot, answer)
  }
  return (request, response) => {
    const hot = new NodeHotRequest(request, response)
    try {
      const answer = handle(hot)
      if (answer === null) otherwise(request, response)
      else if (!(answer instanceof Promise)) settle(hot, answer)
      else
        void answer.then(
          (said) => settle(hot, said),
          (fault: unknown) => fail(hot, fault),
        )
    } catch (fault) {
      fail(hot, fault)
    }
  }
}
