const MOST = 8

/** Each word of a text as a pattern for ILIKE that finds it anywhere; a text without words finds everything. */
export function likeWords(text: string): string[] {
  const words = text.split(/\s+/).filter(Boolean).slice(0, MOST)
  if (words.length === 0) return ['%']
  return words.map((word) => `%${word.replaceAll(/[%_\\]/g, (sign) => `\\${sign}`)}%`)
}
