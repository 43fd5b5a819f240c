/** One line of the palette. */
export type PaletteRow = {
  id: string
  group: string
  label: string
  detail?: string | undefined
  hint?: string | undefined
  disabledReason?: string | null | undefined
}

/**
 * How well a line fits what was typed: every typed word must be in it. 0: not at all; the start of the label counts
 * most, then the start of a word, then anywhere.
 */
export function fit(row: Pick<PaletteRow, 'label' | 'detail'>, typed: string): number {
  const label = row.label.toLowerCase()
  const text = `${label} ${row.detail?.toLowerCase() ?? ''}`
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const points = words.map((word) => {
    if (label.startsWith(word)) return 4
    if (text.split(/[\s/·:-]+/).some((part) => part.startsWith(word))) return 2
    return text.includes(word) ? 1 : 0
  })
  return points.includes(0) ? 0 : points.reduce<number>((sum, point) => sum + point, 1)
}

/** The lines that fit, group by group in the order given, best first inside each. */
export function matching<Row extends PaletteRow>(rows: readonly Row[], typed: string, mostPerGroup = 8): Row[] {
  const groups = [...new Set(rows.map(({ group }) => group))]
  return groups.flatMap((group) =>
    rows
      .filter((row) => row.group === group)
      .map((row) => ({ row, points: fit(row, typed) }))
      .filter(({ points }) => points > 0)
      .toSorted((a, b) => b.points - a.points)
      .slice(0, mostPerGroup)
      .map(({ row }) => row),
  )
}
