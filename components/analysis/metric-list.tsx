import Link from 'next/link'
import { type Ref } from 'react'
import { Badge } from '@/components/ui/badge'
import { plural } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'

/** A metric as the list tells it; the page puts it into words. */
export type MetricRow = {
  key: string
  name: string
  sentence: string
  direction: 'lower' | 'higher'
  limit: string
  limited: boolean
  owner: string
  live: number
  drafts: number
  /** The day by which it was to be looked at has passed. */
  overdue: string | null
  archived: boolean
}

/** One metric a row, opened by its name. */
export const MetricList = ({ rows, ref }: { rows: readonly MetricRow[]; ref: Ref<HTMLUListElement> }) => (
  <ul ref={ref} aria-label="Metrics" className="card divide-y divide-line overflow-clip">
    {rows.map((row) => (
      <li key={row.key} className="relative flex flex-col gap-1 px-4 py-3 hover:bg-sunken sm:px-5">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <Link
            href={paths.metric(row.key)}
            data-row={row.key}
            className="text-answer font-bold after:absolute after:inset-0"
          >
            {row.name}
          </Link>
          <span className="num text-dense break-all text-text-2">{row.key}</span>
          {row.archived && <Badge>Archived</Badge>}
          {row.live > 0 && <Badge>{plural(row.live, 'running rollout', 'running rollouts')}</Badge>}
          {row.drafts > 0 && <Badge>{plural(row.drafts, 'draft', 'drafts')}</Badge>}
        </p>
        <p className="measure text-body">{row.sentence}</p>
        <p className="num flex flex-wrap gap-x-4 gap-y-1 text-dense text-text-2">
          <span>{row.direction === 'lower' ? '↓ lower is better' : '↑ higher is better'}</span>
          <span>Harm limit: {row.limit}</span>
          <span>{row.owner ? `Owner ${row.owner}` : '△ nobody owns it'}</span>
          {row.overdue && <span className="font-medium text-warn">△ was to be reviewed by {row.overdue}</span>}
        </p>
      </li>
    ))}
  </ul>
)
