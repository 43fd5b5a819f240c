'use client'
import { usePlotArea, useYAxisScale } from 'recharts'

export type EdgeLabel = { key: string; at: number; text: string; className: string }

const LINE_PX = 14

/** Direct labels at the right ends of lines, pushed apart so that none covers another. */
export function EdgeLabels({ labels }: { labels: readonly EdgeLabel[] }) {
  const plot = usePlotArea()
  const y = useYAxisScale()
  if (!plot || !y) return null
  const bottom = plot.y + plot.height
  const placed = labels
    .map((label) => ({ label, y: Math.min(bottom, Math.max(plot.y + 4, y(label.at) ?? plot.y)) }))
    .toSorted((a, b) => a.y - b.y)
  const rows = apart(placed.map((each) => each.y))
  return (
    <g>
      {placed.map(({ label }, i) => (
        <text
          key={label.key}
          x={plot.x + plot.width + 6}
          y={(rows[i] ?? 0) + 4}
          className={`text-caption ${label.className}`}
        >
          {label.text}
        </text>
      ))}
    </g>
  )
}

/** Ascending heights, each at least a line below the one before. */
function apart(heights: readonly number[]): number[] {
  const rows: number[] = []
  for (const height of heights) rows.push(Math.max(height, (rows.at(-1) ?? -LINE_PX) + LINE_PX))
  return rows
}
