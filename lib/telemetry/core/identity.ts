import { BOUNDS, isName } from './bounds'
import { type Alias, type IncomingRecord } from './schema'

type Attributes = IncomingRecord['attributes']
type Read = (key: string) => string | number | boolean | null

/** Attributes that name the unit: read, never stored (architecture.md §2: ids only as HMAC). */
const UNIT_KEYS = ['feature_flag.context.id', 'enduser.pseudo.id', 'user.id', 'enduser.id'] as const

/** Also `user.email`, `client.address` and their like say who somebody is; no measurement needs them. */
export function isPersonal(key: string): boolean {
  return key === 'targetingKey' || key === 'feature_flag.context.id' || /^(?:user|enduser|client)\./.test(key)
}

const SESSION = 'session.id'

/** Whether an attribute tells whose a record is: the unit itself, or its session. */
export const namesSomebody = (key: string): boolean => key === SESSION || UNIT_KEYS.some((known) => known === key)

/** The unit id, from the first of the known attributes that holds one; numbers count as text. */
export function unitOf(read: Read): string | null {
  for (const key of UNIT_KEYS) {
    const id = read(key)
    if (typeof id === 'string' && id !== '') return id
    if (typeof id === 'number') return String(id)
  }
  return null
}

/**
 * What may tell whose a record is that names nobody, or may learn it from one that does: its session, then its trace.
 * @param traceId 32 hex digits, lower case
 */
export function aliasesOf(read: Read, traceId: string | null): readonly Alias[] {
  const session = textOf(read, SESSION)
  if (session === null && traceId === null) return NO_ALIASES
  const aliases: Alias[] = session === null ? [] : [`session ${session}`]
  if (traceId !== null) aliases.push(`trace ${traceId}`)
  return aliases
}
/** Shared: most records have none. */
export const NO_ALIASES: readonly Alias[] = []

/** Who sent the record, for the propagation meter: service.instance.id, else session.id. */
export function clientOf(read: Read): IncomingRecord['client'] {
  const id = textOf(read, 'service.instance.id') ?? textOf(read, SESSION)
  if (id === null) return null
  return { id, service: textOf(read, 'service.name'), version: textOf(read, 'service.version') }
}

function textOf(read: Read, key: string): string | null {
  const value = read(key)
  return typeof value === 'string' && isName(value, BOUNDS.nameChars) ? value : null
}

export const readFrom =
  (attributes: Attributes): Read =>
  (key) =>
    Object.hasOwn(attributes, key) ? (attributes[key] ?? null) : null
