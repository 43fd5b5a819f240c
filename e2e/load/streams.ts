import { type Socket } from 'node:net'
import { openSocket, requestBytes } from './connection'
import { clockMs } from './numbers'

const AT_ONCE = 50
const PUSH_MS_MAX = 10_000

type Stream = { socket: Socket; heardAt: number }

/** Many clients that listen for changed flags. One set per process. */
export class Streams {
  readonly #streams: Stream[] = []
  #missing = 0
  #onAll: (() => void) | null = null

  /** Resolves when all of them have the answer's head. */
  async open({ port, path, count }: { port: number; path: string; count: number }): Promise<number> {
    const request = requestBytes('GET', path, { accept: 'text/event-stream' })
    for (let opened = 0; opened < count; opened += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - opened) }, () => this.#open(port, request)))
    }
    return this.#streams.length
  }

  /** Forgets what was heard; call before the push. */
  arm(): Promise<void> {
    for (const stream of this.#streams) stream.heardAt = 0
    this.#missing = this.#streams.length
    return Promise.resolve()
  }

  /** Waits for all. @returns when each heard of the change, on the shared clock, earliest first */
  async heard(): Promise<number[]> {
    if (this.#missing > 0) {
      await new Promise<void>((resolve, reject) => {
        this.#onAll = resolve
        setTimeout(() => reject(new Error(`${this.#missing} streams heard nothing`)), PUSH_MS_MAX).unref()
      })
    }
    return this.#streams.map(({ heardAt }) => heardAt).toSorted((a, b) => a - b)
  }

  close(): Promise<void> {
    for (const { socket } of this.#streams.splice(0)) socket.destroy()
    return Promise.resolve()
  }

  async #open(port: number, request: Buffer): Promise<void> {
    const socket = await openSocket(port)
    const stream: Stream = { socket, heardAt: 0 }
    // The first message says what is served now; only those after it are news.
    await new Promise<void>((resolve, reject) => {
      let head = ''
      const take = (chunk: Buffer): void => {
        head += chunk.toString('latin1')
        if (!head.startsWith('HTTP/1.1 200')) reject(new Error(`a stream was refused: ${head}`))
        if (!/\n\n[\r\n\da-f]*$/.test(head)) return
        socket.off('data', take)
        resolve()
      }
      socket.on('data', take)
      socket.write(request)
    })
    socket.on('data', (chunk: Buffer) => this.#hear(stream, chunk))
    this.#streams.push(stream)
  }

  #hear(stream: Stream, chunk: Buffer): void {
    if (stream.heardAt > 0 || !chunk.includes('refetchEvaluation')) return
    stream.heardAt = clockMs()
    this.#missing -= 1
    if (this.#missing === 0) this.#onAll?.()
  }
}
