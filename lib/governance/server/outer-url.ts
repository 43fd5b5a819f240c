/**
 * The address as the browser typed it: behind our gateway Next sees its own port on loopback, and a provider of sign-in
 * must be told the same address to return to at both ends. A host that is none leaves the address as it is.
 */
export function outerUrl(url: string, header: (name: string) => string | null): string {
  const host = header('x-forwarded-host') ?? header('host')
  const protocol = (header('x-forwarded-proto') ?? new URL(url).protocol).split(',')[0]?.trim().replace(/:$/, '')
  if (host === null || !/^[\w.-]+(:\d{1,5})?$|^\[[\da-fA-F:.]+\](:\d{1,5})?$/.test(host)) return url
  const { pathname, search } = new URL(url)
  return `${protocol === 'https' ? 'https' : 'http'}://${host}${pathname}${search}`
}
