type Props = { values: readonly (number | null)[]; limit?: number | null }

const WIDTH = 96
const HEIGHT = 24

/** Decorative: the number and words beside it say the same. Line, last dot, limit hairline. */
export function Sparkline({ values, limit = null }: Props) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return <span className="inline-block h-6 w-24" aria-hidden="true" />
  const low = Math.min(0, ...known, limit ?? 0)
  const high = Math.max(0, ...known, limit ?? 0)
  const x = (i: number) => 2 + (i / (values.length - 1)) * (WIDTH - 6)
  const y = (value: number) => 3 + (1 - (value - low) / (high - low || 1)) * (HEIGHT - 6)
  const path = values
    .map((value, i) =>
      value === null ? '' : `${(values[i - 1] ?? null) === null ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('')
  const last = values.findLastIndex((value) => value !== null)
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-6 w-24">
      {limit !== null && (
        <line x1="0" x2={WIDTH} y1={y(limit)} y2={y(limit)} stroke="var(--bad)" strokeDasharray="4 3" strokeWidth="1" />
      )}
      <path d={path} fill="none" stroke="var(--exposed)" strokeWidth="1.5" />
      <circle cx={x(last)} cy={y(values[last] ?? 0)} r="2.25" fill="var(--exposed)" />
    </svg>
  )
}
