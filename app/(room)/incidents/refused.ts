/** The code that a posted form came back with; nothing else of an address is ever shown. */
export function refusedOf(query: Record<string, string | string[] | undefined>): string | null {
  const code = query['refused']
  return typeof code === 'string' && /^[a-z-]{1,40}$/.test(code) ? code : null
}
