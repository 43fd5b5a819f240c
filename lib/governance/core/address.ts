/**
 * The address that a proxy of ours saw: each one appends what it saw, so the last entry is ours and those before it
 * are claims. @param further proxies of one's own in front of the gateway
 */
export function forwardedAddress(forwardedFor: string | null, further = 0): string {
  const seen = (forwardedFor ?? '').split(',').map((part) => part.trim())
  return seen.at(Math.max(-seen.length, -1 - further)) || 'unknown'
}

/** What counts as one sender: an IPv4 address, or the /64 network that one IPv6 subscriber owns. */
export function senderOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!plain.includes(':')) return plain.slice(0, 64)
  const [head = '', tail] = plain.toLowerCase().split('%')[0]?.split('::') ?? []
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right].map((g) => g.replace(/^0+(?=.)/, ''))
  return `${groups.slice(0, 4).join(':').slice(0, 40)}::/64`
}
