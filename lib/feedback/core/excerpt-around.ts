const BEFORE = 30

/** A piece of a text around the first typed word in it, on one line. @param most characters, ellipses apart */
export function excerptAround(text: string, typed: string, most = 100): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const lower = line.toLowerCase()
  const places = typed
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => lower.indexOf(word))
    .filter((at) => at >= 0)
  const first = places.length === 0 ? 0 : Math.min(...places)
  const start = Math.max(0, Math.min(first - BEFORE, line.length - most))
  const piece = line.slice(start, start + most).trim()
  return `${start > 0 ? '… ' : ''}${piece}${start + most < line.length ? ' …' : ''}`
}
