import { paths } from '@/lib/kernel/paths'
import { LiveHub, type Stream, type Surroundings } from './hub'

const NAME = 'soundings-live'

/** The hub of this tab, made on first use; lives as long as the page. */
let hub: LiveHub | null = null
export function liveHub(): LiveHub {
  hub ??= new LiveHub(surroundings())
  return hub
}

function surroundings(): Surroundings {
  const tab = crypto.randomUUID()
  return {
    tab,
    now: () => Date.now(),
    open: openStream,
    lead,
    channel: tabChannel(),
    every: (ms, run) => {
      const timer = setInterval(run, ms)
      return () => clearInterval(timer)
    },
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  }
}

/** EventSource retries by itself, except after an HTTP error: then it is opened anew. */
function openStream(topics: readonly string[]): Stream {
  const handlers = new Map<string, (data: string) => void>()
  let source: EventSource
  let retry: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    source = new EventSource(paths.api.events(topics))
    source.addEventListener('open', () => handlers.get('open')?.(''))
    source.addEventListener('message', (event: MessageEvent<string>) => handlers.get('message')?.(event.data))
    source.addEventListener('beat', () => handlers.get('beat')?.(''))
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, 5000)
    })
  }
  open()
  return {
    on: (kind, run) => void handlers.set(kind, run),
    close: () => {
      clearTimeout(retry)
      source.close()
    },
  }
}

/** Without Web Locks (an insecure origin) every tab holds a connection of its own. */
function lead(becomeLeader: () => void): () => void {
  if (!('locks' in navigator)) {
    becomeLeader()
    return () => {}
  }
  let release: (() => void) | undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const aborted = new AbortController()
  const hold = async () => {
    becomeLeader()
    await released
  }
  navigator.locks.request(NAME, { signal: aborted.signal }, hold).catch(() => {}) // aborted on leaving: nothing to do
  return () => {
    aborted.abort()
    release?.()
  }
}

function tabChannel(): Surroundings['channel'] {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
    return { send: () => {}, listen: () => () => {} }
  }
  const channel = new BroadcastChannel(NAME)
  return {
    send: channel.postMessage.bind(channel),
    listen: (hear) => {
      channel.addEventListener('message', (event) => hear(event.data))
      return () => channel.close()
    },
  }
}
