import { type Frame } from './frame'
import { type Stretch } from './types'

/** A risk that somebody accepted stands over the time it holds for, with their name. */
export function RiskBrackets({
  risks,
  range,
  frame,
}: {
  risks: readonly Stretch[]
  range: [number, number]
  frame: Frame
}) {
  if (risks.length === 0) return null
  const span = Math.max(1, range[1] - range[0])
  const part = (t: number) => (Math.min(range[1], Math.max(range[0], t)) - range[0]) / span
  return (
    <ul
      aria-label="Accepted risks"
      className="flex flex-col"
      style={{ marginLeft: frame.left, marginRight: frame.right }}
    >
      {risks.map((risk) => (
        <li
          key={`${risk.from}-${risk.label}`}
          className="relative mt-1 h-5 min-w-4 border-x-2 border-t-2 border-warn text-caption whitespace-nowrap text-text-2"
          style={{ marginLeft: `${part(risk.from) * 100}%`, width: `${(part(risk.to) - part(risk.from)) * 100}%` }}
        >
          {/* On the side with room. */}
          <span className={part(risk.from) > 0.5 ? 'absolute right-full mr-1.5' : 'absolute left-1.5'}>
            {risk.label}
          </span>
        </li>
      ))}
    </ul>
  )
}
