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

/**
 * The body of a good answer; throws `ReadFault` for any other, or for one without the member that marks it as ours. The
 * server's own schemas made it, so a page needs no schema parser.
 */
export async function readAnswer<T>(mark: keyof T & string, response: Response): Promise<T> {
  const faultId = response.headers.get('x-request-id')
  const body: unknown = await response.json().catch(() => null) // an empty or cut body has no mark
  const isObject = typeof body === 'object' && body !== null
  if (!response.ok) {
    const code = isObject && 'code' in body && typeof body.code === 'string' ? body.code : 'unknown'
    throw new ReadFault(response.status, code, faultId)
  }
  if (!isObject || !(mark in body)) throw new ReadFault(response.status, 'unreadable-answer', faultId)
  return body as T // made by our own server, as the mark shows
}
