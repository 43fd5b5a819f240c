'use client'
import { useId, useState } from 'react'

const LIMIT = 3
const SCALE = 12
const y = (value: number): number => 110 - value * SCALE

/** What the band says, in the words of the verdicts. Exported for its test. */
export function readBand(low: number, high: number, limit = LIMIT): string {
  if (low > limit) return 'Harmful: even the most cautious reading is past the limit.'
  if (high < limit)
    return low > 0 ? 'Worse, but harm past the limit is ruled out.' : 'Harm past the limit is ruled out.'
  if (low > 0) return 'Close to the limit: worse than baseline, and the limit lies inside the band.'
  return 'Too early or safe so far: no harm found, none ruled out.'
}

/** A difference and its band to play with: more people make the band narrow, more harm moves it. */
export function ToyChart() {
  const id = useId()
  const [people, setPeople] = useState(2000)
  const [harm, setHarm] = useState(4)
  const half = 220 / Math.sqrt(people)
  const [low, high] = [harm - half, harm + half]
  return (
    <figure aria-labelledby={`${id}-t`} className="card flex flex-col gap-4 p-4 sm:p-6">
      <figcaption id={`${id}-t`} className="text-body font-medium">
        Try it: failures per 1,000 payments, exposed minus baseline
      </figcaption>
      <svg viewBox="0 0 320 150" role="img" aria-labelledby={`${id}-s`} className="w-full max-w-xl">
        <rect x="60" y="0" width="240" height={y(LIMIT)} fill="var(--harm-fill)" />
        <line x1="60" x2="300" y1={y(0)} y2={y(0)} stroke="var(--text-3)" />
        <line
          x1="60"
          x2="300"
          y1={y(LIMIT)}
          y2={y(LIMIT)}
          stroke="var(--bad)"
          strokeWidth="1.5"
          strokeDasharray="6 4"
        />
        <text x="54" y={y(0) + 4} textAnchor="end" fontSize="11" fill="var(--text-2)">
          0
        </text>
        <text x="54" y={y(LIMIT) + 4} textAnchor="end" fontSize="11" fill="var(--bad)">
          limit {LIMIT}
        </text>
        <rect
          x="150"
          y={Math.max(0, y(high))}
          width="60"
          height={Math.max(2, Math.min(150, y(low)) - Math.max(0, y(high)))}
          fill="var(--band-fill)"
          stroke="var(--band-edge)"
        />
        <line x1="150" x2="210" y1={y(harm)} y2={y(harm)} stroke="var(--exposed)" strokeWidth="2" />
      </svg>
      <output id={`${id}-s`} className="text-answer" aria-live="polite">
        {harm.toFixed(1)} more per 1,000 ({low.toFixed(1)} to {high.toFixed(1)}). {readBand(low, high)}
      </output>
      <Slider label="People seen" min={500} max={40_000} step={500} value={people} onChange={setPeople} />
      <Slider label="True harm per 1,000" min={-3} max={8} step={0.5} value={harm} onChange={setHarm} />
    </figure>
  )
}

type SliderProps = {
  label: string
  min: number
  max: number
  step: number
  value: number
  onChange: (value: number) => void
}

const Slider = ({ label, value, onChange, ...range }: SliderProps) => (
  <label className="flex max-w-xl flex-col gap-1 text-body">
    <span className="num">
      {label}: {value.toLocaleString('en')}
    </span>
    <input
      type="range"
      {...range}
      value={value}
      onChange={(event) => onChange(event.target.valueAsNumber)}
      className="h-6 w-full accent-(--accent)"
    />
  </label>
)
