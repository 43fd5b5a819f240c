import type { EnvironmentId } from '@/lib/kernel/id'
import { toMs } from '@/lib/kernel/time'
import type { ServedSnapshot } from './served-snapshot'

/** Proxies close a silent connection, often after 30 s. */
const HEARTBEAT_MS = 20_000

/** One open stream: how to write to it and what to do when it is found alive. */
export type Stream = { write: (chunk: string) => void; end: () => void; alive: () => void }

/**
 * The streams of one process, by environment. One timer serves all, and a message is written once for everybody, so a
 * stream costs little more than its socket.
 */
export class SseHub {
  readonly #streams = new Map<EnvironmentId, Set<Stream>>()
  readonly #heartbeatMs: number
  #timer: NodeJS.Timeout | null = null
  #size = 0

  constructor({ heartbeatMs = HEARTBEAT_MS }: { heartbeatMs?: number } = {}) {
    this.#heartbeatMs = heartbeatMs
  }

  get size(): number {
    return this.#size
  }

  /** Returns what to call when the client has left. */
  add(environmentId: EnvironmentId, stream: Stream): () => void {
    const streams = this.#streams.get(environmentId) ?? new Set()
    this.#streams.set(environmentId, streams.add(stream))
    this.#size += 1
    this.#timer ??= setInterval(() => this.#beat(), this.#heartbeatMs).unref()
    return () => {
      if (!streams.delete(stream)) return
      this.#size -= 1
      if (streams.size === 0) this.#streams.delete(environmentId)
      if (this.#size === 0) this.#rest()
    }
  }

  /** Tells the clients of an environment that there is something new to fetch. */
  tell(snapshot: ServedSnapshot): void {
    const message = changeMessage(snapshot)
    for (const { write } of this.#streams.get(snapshot.environmentId) ?? []) write(message)
  }

  /** Ends every stream; clients come back to whoever listens then. */
  close(): void {
    const all = [...this.#streams.values()]
    this.#streams.clear()
    for (const streams of all) {
      const ending = [...streams]
      streams.clear() // or each client that leaves now would be counted off once more
      for (const { end } of ending) end()
    }
    this.#size = 0
    this.#rest()
  }

  #beat(): void {
    for (const streams of this.#streams.values()) {
      for (const { write, alive } of streams) {
        write(': beat\n\n')
        alive()
      }
    }
  }

  #rest(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }
}

/** OFREP's change event: what changed is not in it, the client fetches again and says which revision it heard of. */
export function changeMessage({ revision, createdAt }: ServedSnapshot): string {
  const lastModified = Math.floor(toMs(createdAt) / 1000)
  const data = JSON.stringify({ type: 'refetchEvaluation', etag: String(revision), lastModified })
  return `id: ${revision}\nevent: message\ndata: ${data}\n\n`
}
