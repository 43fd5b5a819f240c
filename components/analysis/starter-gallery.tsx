import Link from 'next/link'
import { buttonClass } from '@/components/ui/button-class'
import { AGGREGATION_WORDS } from '@/lib/analysis/core/metric-words'
import { NOT_YET, STARTERS } from '@/lib/analysis/core/starters'
import { paths } from '@/lib/kernel/paths'

type Props = { taken: readonly string[]; heard: readonly string[]; why: string | null; isAlone: boolean }

/** Metrics to begin with, each filled in but for what only the team knows. Folded away once there are some. */
export function StarterGallery({ taken, heard, why, isAlone }: Props) {
  const open = STARTERS.filter(({ key }) => !taken.includes(key))
  if (open.length === 0) return null
  return (
    <details open={isAlone} className="group">
      <summary className="cursor-pointer">
        <h2 className="inline text-h2 font-bold">Metrics to begin with</h2>
      </summary>
      <ul aria-label="Metrics to begin with" className="mt-3 grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {open.map((starter) => (
          <li key={starter.key} className="card flex flex-col gap-2 px-4 py-4">
            <h3 className="text-answer font-bold">{starter.name}</h3>
            <p className="text-body">{starter.objective}</p>
            <p className="text-dense text-text-2">
              {AGGREGATION_WORDS[starter.aggregation].word}. {starter.sends}
            </p>
            <p className="text-dense text-text-2">
              {heard.includes(starter.event)
                ? `✓ “${starter.event}” arrives here.`
                : `No “${starter.event}” has arrived lately; choose the name that your app sends.`}
            </p>
            {!why && (
              <Link
                href={paths.newMetric(starter.key)}
                aria-label={`Begin with ${starter.name}`}
                className={buttonClass('secondary', 'small') + ' mt-auto self-start'}
              >
                Begin with this
              </Link>
            )}
          </li>
        ))}
        {NOT_YET.map(({ name, needs }) => (
          <li key={name} className="flex flex-col gap-2 rounded-card border border-dashed border-line-strong px-4 py-4">
            <h3 className="text-answer font-bold">{name}</h3>
            <p className="text-dense text-text-2">{needs}</p>
          </li>
        ))}
      </ul>
    </details>
  )
}
