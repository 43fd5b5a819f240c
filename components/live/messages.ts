/** What the server says on the stream: which object changed, never how. */
export type LiveEvent = { topic: string; id: string; version: number }

/** Notices may have been missed: read again everything on screen. */
export const RESYNC: LiveEvent = { topic: 'resync', id: '', version: 0 }

/** What the tabs of one browser tell each other. The leader holds the only connection. */
export type TabMessage =
  | { kind: 'want'; tab: string; topics: string[] }
  | { kind: 'leave'; tab: string }
  | { kind: 'who'; tab: string }
  | { kind: 'beat' }
  | { kind: 'event'; event: LiveEvent }

// Read by hand: schemas here would put a parser of 30 kB into every page.

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function asEvent(value: unknown): LiveEvent | null {
  if (!isRecord(value)) return null
  const { topic, id, version } = value
  return typeof topic === 'string' && typeof id === 'string' && typeof version === 'number'
    ? { topic, id, version }
    : null
}

/** Reads a `data:` line; what is not ours is null. */
export function readEvent(data: string): LiveEvent | null {
  try {
    return asEvent(JSON.parse(data))
  } catch {
    return null // not JSON: not ours
  }
}

/** Reads a message of another tab; null when it comes from another version of this page. */
export function readTabMessage(value: unknown): TabMessage | null {
  if (!isRecord(value)) return null
  const { kind, tab, topics } = value
  if (kind === 'beat') return { kind }
  if (kind === 'event') {
    const event = asEvent(value['event'])
    return event && { kind, event }
  }
  if (typeof tab !== 'string') return null
  if (kind === 'leave' || kind === 'who') return { kind, tab }
  if (kind !== 'want' || !Array.isArray(topics)) return null
  return { kind, tab, topics: topics.filter((topic) => typeof topic === 'string') }
}
