import { type ItemRefusal } from './schema-ingest'

export const ITEMS_MAX = 500

export type Body =
  | { ok: true; items: { index: number; value: unknown }[]; refused: { index: number; code: ItemRefusal }[] }
  | { ok: false; code: 'malformed' | 'too-many-items' | 'not-an-object' }

/** The items of a body: one item, `{items}`, a list, or one JSON text a line. */
export function readBody(text: string, isLines: boolean): Body {
  return isLines ? readLines(text) : readWhole(text)
}

function readWhole(text: string): Body {
  const parsed = parse(text)
  if (!parsed.ok) return { ok: false, code: 'malformed' }
  const { value } = parsed
  const list = Array.isArray(value) ? value : itemsOf(value)
  if (list === 'none') return { ok: false, code: 'not-an-object' }
  const items: unknown[] = list ?? [value]
  if (items.length > ITEMS_MAX) return { ok: false, code: 'too-many-items' }
  return { ok: true, items: items.map((item, index) => ({ index, value: item })), refused: [] }
}

/** The list in `items`; null when the body is an item itself; `none` when it is neither. */
function itemsOf(value: unknown): unknown[] | null | 'none' {
  if (typeof value !== 'object' || value === null) return 'none'
  if (!Object.hasOwn(value, 'items')) return null
  const items: unknown = 'items' in value ? value.items : null
  return Array.isArray(items) ? items : 'none'
}

function readLines(text: string): Body {
  const lines = text.split('\n')
  if (lines.at(-1)?.trim() === '') lines.pop()
  if (lines.length > ITEMS_MAX) return { ok: false, code: 'too-many-items' }
  const items: { index: number; value: unknown }[] = []
  const refused: { index: number; code: ItemRefusal }[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') refused.push({ index, code: 'empty-line' })
    else {
      const parsed = parse(line)
      if (parsed.ok) items.push({ index, value: parsed.value })
      else refused.push({ index, code: 'malformed' })
    }
  }
  return { ok: true, items, refused }
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}
