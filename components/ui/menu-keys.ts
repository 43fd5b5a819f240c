/**
 * Which item of a menu a key leads to, or null when it is none of the menu's keys.
 * @param at index of the item with focus, -1 for none
 */
export function nextItem(key: string, at: number, texts: readonly string[]): number | null {
  const last = texts.length - 1
  if (last < 0) return null
  if (key === 'ArrowDown') return at >= last ? 0 : at + 1
  if (key === 'ArrowUp') return at <= 0 ? last : at - 1
  if (key === 'Home') return 0
  if (key === 'End') return last
  if (key.length !== 1 || key === ' ') return null
  const after = texts.map((_, i) => (at + 1 + i) % texts.length)
  return after.find((i) => texts[i]?.trim().toLowerCase().startsWith(key.toLowerCase())) ?? null
}
