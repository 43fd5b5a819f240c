import { type Freshness, freshness, POLL_EVERY_MS } from './freshness'
import { type LiveEvent, RESYNC, readEvent, readTabMessage, type TabMessage } from './messages'

/** The parts of a browser that the hub needs, so that tests can be a browser. */
export type Surroundings = {
  tab: string
  now: () => number
  open: (topics: readonly string[]) => Stream
  /** Resolves to leadership once, when this tab is to hold the connection; never for the others. */
  lead: (becomeLeader: () => void) => () => void
  channel: { send: (message: TabMessage) => void; listen: (hear: (message: unknown) => void) => () => void }
  every: (ms: number, run: () => void) => () => void
  after: (ms: number, run: () => void) => () => void
}
export type Stream = {
  on: (kind: 'open' | 'message' | 'beat', run: (data: string) => void) => void
  close: () => void
}
/** Walking through a list changes what is wanted with every step; the server is asked once somebody stays. */
const SETTLE_MS = 150

type Listener = { topics: readonly string[]; hear: (event: LiveEvent) => void }

/**
 * One connection for all tabs of a browser. Tabs say which topics they show; the leader asks the server for all of
 * them and passes on what it hears. Whoever hears nothing for 45 s polls, and reads everything again afterwards.
 */
export class LiveHub {
  private readonly listeners = new Set<Listener>()
  private readonly watchers = new Set<() => void>()
  private readonly wanted = new Map<string, readonly string[]>()
  private readonly undo: (() => void)[] = []
  /** What is heard, and what is to take its place once it is open: never more, browsers allow six connections in all. */
  private stream: Stream | null = null
  private opening: Stream | null = null
  private asked: readonly string[] = []
  private settling: (() => void) | null = null
  private leading = false
  private heardAtMs: number | null = null
  private readonly sinceMs: number
  private polledAtMs: number
  private state: Freshness = 'connecting'

  constructor(private readonly around: Surroundings) {
    this.sinceMs = around.now()
    this.polledAtMs = this.sinceMs
    this.undo.push(
      around.channel.listen((message) => this.fromTab(message)),
      around.lead(() => this.becomeLeader()),
      around.every(1000, () => this.tick()),
    )
  }

  /** Hears what concerns `topics` until the returned function is called. */
  join(topics: readonly string[], hear: (event: LiveEvent) => void): () => void {
    const listener = { topics, hear }
    this.listeners.add(listener)
    this.tellWants()
    return () => {
      this.listeners.delete(listener)
      this.tellWants()
    }
  }

  watch(onChange: () => void): () => void {
    this.watchers.add(onChange)
    return () => this.watchers.delete(onChange)
  }

  get freshness(): Freshness {
    return this.state
  }

  /** When anything was last heard, in the browser's clock; null: never. */
  get heardAt(): number | null {
    return this.heardAtMs
  }

  close(): void {
    this.around.channel.send({ kind: 'leave', tab: this.around.tab })
    for (const undo of this.undo) undo()
    this.settling?.()
    this.stream?.close()
    this.opening?.close()
  }

  private ownTopics(): string[] {
    return [...new Set([...this.listeners].flatMap((listener) => listener.topics))].toSorted()
  }

  private tellWants(): void {
    const topics = this.ownTopics()
    this.wanted.set(this.around.tab, topics)
    if (this.leading) this.settle()
    else this.around.channel.send({ kind: 'want', tab: this.around.tab, topics })
  }

  private becomeLeader(): void {
    this.leading = true
    this.around.channel.send({ kind: 'who', tab: this.around.tab })
    this.settle()
  }

  private settle(): void {
    this.settling?.()
    this.settling = this.around.after(SETTLE_MS, () => {
      this.settling = null
      this.connect()
    })
  }

  /** The old stream is kept until the new one is open, and what fell between is read again. */
  private connect(): void {
    const topics = [...new Set([...this.wanted.values()].flat())].toSorted()
    if (topics.length === 0) {
      this.asked = []
      this.stream?.close()
      this.opening?.close()
      this.stream = null
      this.opening = null
      return
    }
    // Less than what is asked for already needs no other stream.
    if (topics.every((topic) => this.asked.includes(topic))) return
    this.asked = topics
    this.opening?.close()
    const stream = this.around.open(topics)
    this.opening = stream
    stream.on('open', () => this.opened(stream))
    stream.on('beat', () => {
      this.heard()
      this.around.channel.send({ kind: 'beat' })
    })
    stream.on('message', (data) => {
      this.heard()
      const event = readEvent(data)
      if (event) this.share(event)
    })
  }

  /** Also after each loss: an event source comes back by itself. */
  private opened(stream: Stream): void {
    if (this.opening === stream) {
      this.stream?.close()
      this.stream = stream
      this.opening = null
    }
    this.heard()
    this.share(RESYNC)
  }

  private share(event: LiveEvent): void {
    this.around.channel.send({ kind: 'event', event })
    this.deliver(event)
  }

  private fromTab(raw: unknown): void {
    const message = readTabMessage(raw)
    if (!message) return
    if (message.kind === 'who') this.tellWants()
    if (message.kind === 'beat') this.heard()
    if (message.kind === 'event') {
      this.heard()
      this.deliver(message.event)
    }
    if (message.kind === 'want') this.wanted.set(message.tab, message.topics)
    if (message.kind === 'leave') this.wanted.delete(message.tab)
    if (this.leading && (message.kind === 'want' || message.kind === 'leave')) this.settle()
  }

  private deliver(event: LiveEvent): void {
    for (const { topics, hear } of this.listeners) {
      if (event.topic === RESYNC.topic || topics.includes(event.topic)) hear(event)
    }
  }

  private heard(): void {
    const wasSilent = this.state === 'reconnecting'
    this.heardAtMs = this.around.now()
    this.update()
    if (wasSilent) this.deliver(RESYNC)
  }

  private tick(): void {
    this.update()
    const now = this.around.now()
    if (this.state !== 'reconnecting') this.polledAtMs = now
    else if (now - this.polledAtMs >= POLL_EVERY_MS) {
      this.polledAtMs = now
      this.deliver(RESYNC)
    }
  }

  private update(): void {
    this.state = freshness(this.heardAtMs, this.sinceMs, this.around.now())
    for (const changed of this.watchers) changed()
  }
}
