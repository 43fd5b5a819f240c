import { cx } from '@/components/ui/cx'
import { type Severity } from '@/lib/incidents/core/schema'

const LOOKS: Readonly<Record<Severity, string>> = {
  SEV1: 'border-bad bg-bad text-on-bad',
  SEV2: 'border-bad text-bad',
  SEV3: 'border-line-strong text-warn',
  SEV4: 'border-line-strong text-text-2',
}
const MARKS: Readonly<Record<Severity, string>> = { SEV1: '■', SEV2: '▲', SEV3: '△', SEV4: '○' }

/** How bad it is: a shape and a word, never a colour alone. */
export const SeverityBadge = ({ severity }: { severity: Severity }) => (
  <span
    className={cx(
      'forced-edge inline-flex items-center gap-1 rounded-chip border px-1.5 text-caption font-bold whitespace-nowrap',
      LOOKS[severity],
    )}
  >
    <span aria-hidden="true">{MARKS[severity]}</span>
    {severity}
  </span>
)

/** A drill says so in words, everywhere. */
export const DrillBadge = () => (
  <span className="forced-edge inline-flex rounded-chip border border-text px-1.5 text-caption font-bold">DRILL</span>
)
