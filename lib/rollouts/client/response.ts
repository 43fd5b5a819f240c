/** A read that failed: its HTTP status, the problem's stable code, and the request id that is in the log. */
export class ReadFault extends Error {
  override readonly name = 'ReadFault'
  constructor(
    readonly status: number,
    readonly code: string,
    readonly faultId: string | null,
  ) {
    super(`${status} ${code}`)
  }
}

/** Members that an answer must have, by the kind of their value. */
export type Shape<T> = Readonly<Partial<Record<keyof T & string, 'string' | 'number' | 'object' | 'array'>>>

/**
 * The body of a good answer; throws `ReadFault` for any other, or for a body that lacks what `shape` names. Answers are
 * made by our own schemas on the server: this only tells our answer from a stranger's (a proxy, another version), and
 * spares every page the 34 kB of a schema parser.
 */
export async function parseResponse<T>(shape: Shape<T>, response: Response): Promise<T> {
  const faultId = response.headers.get('x-request-id')
  const body: unknown = await response.json().catch(() => null) // an empty or cut body has no shape
  if (!response.ok) throw new ReadFault(response.status, codeOf(body), faultId)
  if (!hasShape(shape, body)) throw new ReadFault(response.status, 'unreadable-answer', faultId)
  return body
}

function hasShape<T>(shape: Shape<T>, body: unknown): body is T {
  if (!isRecord(body)) return false
  return Object.entries(shape).every(([member, kind]) => {
    const value = body[member]
    return kind === 'array' ? Array.isArray(value) : typeof value === kind && value !== null
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const codeOf = (body: unknown): string => {
  const code = isRecord(body) ? body['code'] : undefined
  return typeof code === 'string' ? code : 'unknown'
}
