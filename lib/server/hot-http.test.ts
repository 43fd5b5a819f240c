import { EventEmitter, once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { json, problem, type HotAnswer, type HotBody, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { hotListener } from './hot-http'

const closing: (() => void)[] = []
afterEach(() => {
  faults.length = 0
  for (const close of closing.splice(0)) close()
})

const notFound: RequestListener = (_, response) => void response.writeHead(404).end('otherwise')
const faults: unknown[] = []
const onFault = (fault: unknown) => {
  faults.push(fault)
  return problem(500, 'fault', 'Something went wrong.')
}

async function listen(handle: (request: HotRequest) => HotAnswer | null): Promise<number> {
  const server = createServer(hotListener(handle, notFound, onFault))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port // listening on a port, so never a pipe's name
}

const url = (port: number, path = '/') => `http://127.0.0.1:${port}${path}`

test('method, path, query, headers and body arrive as sent; bytes leave as given', async () => {
  const port = await listen(async (request) => {
    const body = await request.body(100)
    if (body === 'too-large') return json(413, {})
    const headers = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip', etag: '"1"' }
    const said = [
      request.method,
      request.path,
      request.query.get('q'),
      request.header('x-one'),
      Buffer.from(body).toString('hex'),
    ]
    return { status: 200, headers, body: Buffer.from(said.join('|')) }
  })
  const sent = Buffer.from([0x1f, 0x8b, 0, 255])
  const asked = httpRequest(url(port, '/a%2Fb?q=x%20y'), { method: 'PUT', headers: { 'X-One': ['1', '2'] } }).end(sent)
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  expect(Buffer.concat(chunks).toString()).toBe('PUT|/a%2Fb|x y|1, 2|1f8b00ff')
  expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-length': '28', etag: '"1"' })
})

test('HEAD tells the length and sends nothing; 304 has no length', async () => {
  const port = await listen(async (request) =>
    request.path === '/same' ? { status: 304, headers: { etag: '"1"' }, body: null } : json(200, { a: 1 }),
  )
  const head = await fetch(url(port), { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '7', ''])
  const same = await fetch(url(port, '/same'))
  expect([same.status, same.headers.get('content-length'), await same.text()]).toEqual([304, null, ''])
})

/** Both ways to a body: read by the door itself, and read for it. */
const sized = (body: HotBody) => (body === 'too-large' ? json(413, {}) : json(200, { size: body.length }))
const readers: [string, (request: HotRequest) => HotAnswer][] = [
  ['by the door', async (request) => sized(await request.body(1000))],
  ['for the door', () => ({ bodyBytesMax: 1000, answer: sized })],
  ['for a door that took its time', async () => ({ bodyBytesMax: 1000, answer: async (body) => sized(body) })],
]

describe.each(readers)('a body read %s', (_, read) => {
  test.each([
    ['declared', () => Buffer.alloc(200_000)],
    ['streamed', () => new Blob([Buffer.alloc(200_000)]).stream()],
  ])('%s beyond the limit is 413, and the next request is served', async (_how, body) => {
    const port = await listen(read)
    const init = { method: 'POST', body: body(), duplex: 'half' }
    expect((await fetch(url(port), init)).status).toBe(413)
    const next = await fetch(url(port), { method: 'POST', body: 'small' })
    expect([next.status, await next.json()]).toEqual([200, { size: 5 }])
    expect(await (await fetch(url(port), { method: 'POST' })).json()).toEqual({ size: 0 })
  })

  test('in pieces is whole; when its sender hangs up in the middle, that is no fault and nobody is answered', async () => {
    const events = new EventEmitter()
    const port = await listen((request) => {
      events.emit('asked')
      return read(request)
    })
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n'
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    closing.push(() => socket.destroy())
    socket.write(`${head}half`)
    await once(events, 'asked')
    socket.write('half')
    const [text] = (await once(socket, 'data')) as [string]
    expect(text).toMatch(/^HTTP\/1.1 200 [^]*{"size":8}$/)
    socket.write(`${head}half`)
    await once(events, 'asked')
    socket.destroy()
    expect((await fetch(url(port), { method: 'POST', body: 'x' })).status).toBe(200)
    expect(faults).toEqual([])
  })
})

test('a declared body is refused before it is sent', async () => {
  const port = await listen(() => ({ bodyBytesMax: 1000, answer: sized }))
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  closing.push(() => socket.destroy())
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n')
  const [text] = (await once(socket, 'data')) as [string]
  expect(text).toMatch(/^HTTP\/1.1 413 /)
})

test.each([
  ['a body', 'Content-Length: 4\r\n\r\nbody'],
  ['a chunked body', 'Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n'],
  ['no body', '\r\n'],
])('answers given at once, before %s is read, keep their order on one connection', async (_, rest) => {
  const port = await listen((request) => json(request.method === 'POST' ? 401 : 200, { path: request.path }))
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  closing.push(() => socket.destroy())
  const [head, ...body] = rest.split('\r\n\r\n')
  socket.write(`POST /1 HTTP/1.1\r\nHost: x\r\n${head}${body.length > 0 ? '\r\n\r\n' : ''}`)
  const [refused] = (await once(socket, 'data')) as [string]
  expect(refused).toMatch(/^HTTP\/1.1 401 [^]*{"path":"\/1"}$/)
  socket.write(`${body.join('\r\n\r\n')}GET /2 HTTP/1.1\r\nHost: x\r\n\r\nHEAD /3 HTTP/1.1\r\nHost: x\r\n\r\n`)
  let text = ''
  for await (const chunk of socket) {
    text += String(chunk)
    if (text.split('HTTP/1.1 200').length === 3 && text.endsWith('\r\n\r\n')) break
  }
  expect(text).toMatch(/^HTTP\/1.1 200 [^]*{"path":"\/2"}HTTP\/1.1 200 [^]*Content-Length: 13\r\n[^]*\r\n\r\n$/i)
})

test.each([
  ['later', () => Promise.reject(new Error('secret'))],
  [
    'at once',
    () => {
      throw new Error('secret')
    },
  ],
  ['after the body', () => ({ bodyBytesMax: 1, answer: () => Promise.reject(new Error('secret')) })],
])('a fault %s is answered without its message, and other paths go elsewhere', async (_, fails) => {
  const port = await listen((request) => (request.path === '/hot' ? fails() : null))
  const fault = await fetch(url(port, '/hot'))
  expect(fault.status).toBe(500)
  expect(await fault.text()).not.toContain('secret')
  expect(await (await fetch(url(port, '/cold'))).text()).toBe('otherwise')
})

const streaming = (stream: NonNullable<HotResponse['stream']>): HotResponse => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: null,
  stream,
})

test('a stream runs until its reader leaves, and its signal says so', async () => {
  const reader = new EventEmitter()
  const signals: AbortSignal[] = []
  const port = await listen(async (request) => {
    signals.push(request.signal)
    return streaming((write) => {
      write('data: one\n\n')
      return () => reader.emit('left')
    })
  })
  const stop = new AbortController()
  const answer = await fetch(url(port), { signal: stop.signal })
  const read = await answer.body?.getReader().read()
  expect(Buffer.from(read?.value ?? []).toString()).toBe('data: one\n\n')
  const left = once(reader, 'left')
  stop.abort()
  await left
  expect(signals).toMatchObject([{ aborted: true }])
})

test('a reader that does not read is cut instead of buffered for', async () => {
  const reader = new EventEmitter()
  const port = await listen(async () =>
    streaming((write) => {
      const timer = setInterval(() => write(`data: ${'x'.repeat(64 * 1024)}\n\n`), 0)
      return () => {
        clearInterval(timer)
        reader.emit('left')
      }
    }),
  )
  const left = once(reader, 'left')
  const socket = connect(port, '127.0.0.1').pause()
  closing.push(() => socket.destroy())
  socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await left
  expect(socket.readableFlowing).toBe(false)
})
