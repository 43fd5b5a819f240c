let errand: { href: string; what: string } | null = null

/**
 * Leaves word for the next page what it should do, chosen in the palette elsewhere. Kept in memory only: a link that
 * somebody sends must never act.
 */
export function leaveErrand(href: string, what: string): void {
  errand = { href, what }
}

/** What this page was asked to do, once. */
export function takeErrand(href: string): string | null {
  if (errand?.href !== href) return null
  const { what } = errand
  errand = null
  return what
}
