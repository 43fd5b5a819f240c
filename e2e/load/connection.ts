import { connect, type Socket } from 'node:net'

const HEAD_END = Buffer.from('\r\n\r\n')

export type Reply = { status: number; head: string; body: Buffer; bytes: number }

/** The bytes of a request on a connection that stays open. */
export function requestBytes(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | null = null,
): Buffer {
  const all = {
    host: 'localhost',
    ...headers,
    ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`)
}

export function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

/** One request, its whole answer. The connection stays open. @throws when it closes or the answer has no length */
export function exchange(socket: Socket, request: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let got = Buffer.alloc(0)
    const take = (chunk: Buffer): void => {
      got = Buffer.concat([got, chunk])
      const reply = parsed(got)
      if (!reply) return
      leave()
      resolve(reply)
    }
    const fail = (): void => {
      leave()
      reject(new Error('the connection closed before the answer was whole'))
    }
    const leave = (): void => {
      socket.off('data', take).off('close', fail)
    }
    socket.on('data', take).once('close', fail)
    socket.write(request)
  })
}

function parsed(got: Buffer): Reply | null {
  const end = got.indexOf(HEAD_END)
  if (end < 0) return null
  const head = got.toString('latin1', 0, end)
  const status = Number(head.slice(9, 12))
  const declared = /^content-length: *(\d+)$/im.exec(head)?.[1]
  if (declared === undefined && status !== 304 && status !== 204) throw new Error(`an answer without length: ${head}`)
  const bytes = end + HEAD_END.length + Number(declared ?? 0)
  if (got.length < bytes) return null
  return { status, head, body: got.subarray(end + HEAD_END.length, bytes), bytes }
}
