import { type IncomingItem } from './schema-ingest'

const SESSION = ['session.id', 'session_id', 'sessionId', 'session'] as const
const TRACE = ['trace.id', 'trace_id', 'traceId', 'trace', 'traceparent'] as const
const NO_TRACE = '0'.repeat(32)

/** The session and the trace in which something was written, as facts of the session tell them. */
export function aliasIdsOf(context: IncomingItem['context']): { session: string | null; trace: string | null } {
  const facts = new Map(Object.entries(context))
  const read = (names: readonly string[]): string | null => {
    const found = names.map((name) => facts.get(name)).find((value) => value !== undefined && value !== '')
    return found === undefined ? null : String(found)
  }
  return { session: read(SESSION), trace: traceIdOf(read(TRACE)) }
}

/** 32 hex digits, alone or within a `traceparent` (W3C Trace Context). */
function traceIdOf(text: string | null): string | null {
  const id = /^(?:[0-9a-f]{2}-)?([0-9a-f]{32})(?:-[0-9a-f]{16}-[0-9a-f]{2})?$/i.exec(text ?? '')?.[1]?.toLowerCase()
  return id === undefined || id === NO_TRACE ? null : id
}
