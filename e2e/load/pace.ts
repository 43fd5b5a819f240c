import { type Socket } from 'node:net'
import { exchange, openSocket } from './connection'
import { clockMs } from './numbers'

export type Pace = { port: number; request: Uint8Array; perS: number; ms: number }

const STEP_MS = 5
const CONNECTIONS = 16

/**
 * Open loop: requests fall due at a steady rate whatever the server does, in steps of five milliseconds, and each one's
 * time counts from its step, also while it waits for a connection.
 * @returns each request's milliseconds
 */
export async function pace({ port, request, perS, ms }: Pace): Promise<number[]> {
  const bytes = Buffer.from(request)
  const idle = await Promise.all(Array.from({ length: CONNECTIONS }, () => openSocket(port)))
  const all = [...idle]
  const [took, due]: [number[], number[]] = [[], []]
  const send = async (socket: Socket): Promise<void> => {
    for (let dueAt = due.shift(); dueAt !== undefined; dueAt = due.shift()) {
      const { status } = await exchange(socket, bytes)
      if (status >= 400) throw new Error(`answered ${status}`)
      took.push(clockMs() - dueAt)
    }
    idle.push(socket)
  }
  await new Promise<void>((resolve, reject) => {
    const startedAt = clockMs()
    let asked = 0
    const timer = setInterval(() => {
      const now = clockMs()
      const isOver = now - startedAt >= ms
      const wanted = isOver ? asked : Math.floor(((now - startedAt) / 1000) * perS)
      for (; asked < wanted; asked += 1) due.push(now)
      while (due.length > 0) {
        const socket = idle.pop()
        if (!socket) break
        send(socket).catch(reject)
      }
      if (isOver && idle.length === all.length) {
        clearInterval(timer)
        resolve()
      }
    }, STEP_MS)
  })
  for (const socket of all) socket.destroy()
  return took
}
