import { LiveMessage } from '@/lib/platform/notify'
import { type HotRequest, type HotResponse, problem } from '@/lib/platform/hot'
import { type Actor } from '@/lib/kernel/actor'

const HEARTBEAT_MS = 15_000
/** One stream serves all tabs of a browser. */
const TOPICS_MAX = 200

type Screen = { workspaceId: string; topics: ReadonlySet<string>; write: (chunk: string) => void; end: () => void }

/** The stream of `/api/events`: tells signed-in screens what changed, never how. */
export class LiveHub {
  private readonly screens = new Set<Screen>()
  private readonly timer = setInterval(() => this.beat(), HEARTBEAT_MS)

  get size(): number {
    return this.screens.size
  }

  /** Hands one notice from Postgres to the screens that asked for its topic. Unreadable notices are dropped. */
  tell(payload: string): void {
    const parsed = LiveMessage.safeParse(safeJson(payload))
    if (!parsed.success) return
    const { workspaceId, ...message } = parsed.data
    const chunk = `data: ${JSON.stringify(message)}\n\n`
    for (const screen of this.screens) {
      if (screen.workspaceId === workspaceId && screen.topics.has(message.topic)) screen.write(chunk)
    }
  }

  /** After a lost connection to Postgres notices may have been missed: every screen refetches what it shows. */
  resync(): void {
    for (const screen of this.screens) screen.write('data: {"topic":"resync","id":"","version":0}\n\n')
  }

  answer(request: HotRequest, actor: Actor): HotResponse {
    if (actor.kind === 'anonymous' || !actor.workspaceId) return problem(401, 'not-signed-in', 'Sign in first.')
    const topics = new Set((request.query.get('topics') ?? '').split(',').filter(Boolean))
    if (topics.size > TOPICS_MAX) return problem(422, 'too-many-topics', `Ask for at most ${TOPICS_MAX} topics.`)
    const { workspaceId } = actor
    return {
      status: 200,
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      },
      body: null,
      stream: (write, end) => {
        const screen: Screen = { workspaceId, topics, write, end }
        this.screens.add(screen)
        write(': open\n\n')
        return () => this.screens.delete(screen)
      },
    }
  }

  close(): void {
    clearInterval(this.timer)
    for (const screen of this.screens) screen.end()
    this.screens.clear()
  }

  private beat(): void {
    for (const screen of this.screens) screen.write('event: beat\ndata: {}\n\n')
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
