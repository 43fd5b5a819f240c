import { type Socket } from 'node:net'
import { exchange, openSocket } from './connection'
import { clockMs } from './numbers'

export type Fire = { port: number; request: Uint8Array; connections: number; ms: number }

const WARM_UP_MS = 250

/**
 * Closed loop: every connection sends the next request when it has the whole answer to the last one. All answers must
 * have the first one's status and length, which makes counting bytes enough and the generator cheaper than any server.
 * @returns answers per second
 */
export async function fire({ port, request, connections, ms }: Fire): Promise<number> {
  const bytes = Buffer.from(request)
  const sockets = await Promise.all(Array.from({ length: connections }, () => openSocket(port)))
  const [first] = sockets
  if (!first) throw new Error('no connection')
  const sample = await exchange(first, bytes)
  const status = Buffer.from(`HTTP/1.1 ${sample.status}`)
  const state = { counted: 0, isOver: false }
  const loops = sockets.map((socket) => loop(socket, bytes, sample.bytes, status, state))
  await pause(WARM_UP_MS)
  const [startedAt, before] = [clockMs(), state.counted]
  await pause(ms)
  const perS = ((state.counted - before) / (clockMs() - startedAt)) * 1000
  state.isOver = true
  await Promise.all(loops)
  return perS
}

function loop(
  socket: Socket,
  request: Buffer,
  length: number,
  status: Buffer,
  state: { counted: number; isOver: boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let got = 0
    const fail = (why: string): void => {
      socket.destroy()
      reject(new Error(why))
    }
    socket.on('data', (chunk: Buffer) => {
      if (got === 0 && chunk.compare(status, 0, status.length, 0, status.length) !== 0) {
        fail(`another answer than before: ${chunk.toString('latin1', 0, 200)}`)
        return
      }
      got += chunk.length
      if (got > length) fail('a longer answer than before')
      if (got !== length) return
      got = 0
      state.counted += 1
      if (!state.isOver) socket.write(request)
      else {
        socket.destroy()
        resolve()
      }
    })
    socket.once('close', () => fail('the connection closed'))
    socket.write(request)
  })
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
