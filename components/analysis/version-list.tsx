import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { type MetricVersionView } from '@/lib/analysis/core/schema'
import { type Instant } from '@/lib/kernel/moments'

/** Every version: who, why, what differs, and where the line breaks. */
export const VersionList = ({ versions, now }: { versions: readonly MetricVersionView[]; now: Instant }) => (
  <ol aria-label="Versions, the newest first" className="divide-y divide-line">
    {versions.map(({ version, by, at, note, changed, breaks }) => (
      <li key={version} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
        <p className="flex flex-wrap items-baseline gap-x-2 text-body">
          <span className="num text-text-3">Version {version}</span>
          {by && <span className="font-medium">{by}</span>}
          <span className="num text-dense text-text-2">
            <Time at={at} format="dated" now={now} />
          </span>
          {breaks && <Badge>≠ counts something else from here</Badge>}
        </p>
        {note && <p className="text-body text-text-2">“{note}”</p>}
        <ul className="text-dense text-text-2">
          {changed.map((line) => (
            <li key={line} className="break-words">
              {line}
            </li>
          ))}
          {version === 1 && <li>Written.</li>}
          {version > 1 && changed.length === 0 && <li>Archived or brought back.</li>}
        </ul>
      </li>
    ))}
  </ol>
)
