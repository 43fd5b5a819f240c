/** Relative ranges and how long they are; the others are absolute or a stage of the rollout already. */
const RANGE_MS: Readonly<Record<string, number>> = { '1h': 3.6e6, '6h': 21.6e6, '24h': 86.4e6, '7d': 604.8e6 }

const iso = (ms: number) => new Date(ms).toISOString()

/** The address with a relative range frozen to absolute times, so that the receiver sees the same picture. */
export function frozenLink(href: string, nowMs: number): string {
  const url = new URL(href)
  const range = url.searchParams.get('range')
  const lengthMs = range === null ? undefined : RANGE_MS[range]
  if (lengthMs !== undefined) {
    url.searchParams.set('range', `${iso(nowMs - lengthMs)}..${iso(nowMs)}`)
  }
  return url.href
}

/** @returns whether the browser allowed it */
export async function copyLink(): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(frozenLink(location.href, Date.now()))
    return true
  } catch {
    return false
  }
}
