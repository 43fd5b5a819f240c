import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { cx } from '@/components/ui/cx'
import { Time } from '@/components/ui/time'
import { plural, share } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { type RolloutRow } from '@/lib/rollouts/core/schema'
import { VerdictBadge } from './verdict-mark'

/** What can be done with rows beside opening them. */
export type Selecting = {
  selected: ReadonlySet<string>
  select: (id: string) => void
  peek: (id: string) => void
}
type Props = { rows: readonly RolloutRow[]; caption: string; selecting?: Selecting }

/** Exposure now → next → when, verdict, gates and the longest-waiting approval, one line each; two on phones. */
export function RolloutsTable({ rows, caption, selecting }: Props) {
  return (
    <table className="w-full border-collapse text-body md:table-fixed">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-caption text-text-3 max-md:sr-only">
        <tr>
          {selecting && (
            <th scope="col" className="w-10 pb-2 pl-4">
              <span className="sr-only">Selected</span>
            </th>
          )}
          {COLUMNS.map(([name, width]) => (
            <th key={name} scope="col" className={cx('px-3 pb-2 text-left font-medium first:pl-4', width)}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} selecting={selecting} />
        ))}
      </tbody>
    </table>
  )
}

/** What the peek tells makes room for it. */
const BESIDE_PEEK = 'lg:group-data-peek/list:hidden'

const COLUMNS = [
  ['Rollout', 'md:w-[20%]'],
  ['Exposure: now, next, when', 'md:w-[24%]'],
  ['Stage', 'md:w-[12%]'],
  ['Verdict', ''],
  ['Gates', `md:w-[8%] ${BESIDE_PEEK}`],
  ['Owner', `md:w-[16%] ${BESIDE_PEEK}`],
] as const

const CELL = 'px-3 py-2.5 align-top max-md:block max-md:px-4 max-md:py-0'

function Row({ row, selecting }: { row: RolloutRow; selecting: Selecting | undefined }) {
  const isSelected = selecting?.selected.has(row.id) ?? false
  return (
    <tr
      data-state={row.state}
      data-verdict={row.verdictCode ?? 'none'}
      aria-selected={selecting ? isSelected : undefined}
      className={cx(
        'relative border-t border-line hover:bg-sunken/60 max-md:block max-md:py-3',
        isSelected && 'bg-info-soft',
        selecting && 'max-md:pl-8',
      )}
    >
      {selecting && (
        <td className="py-2.5 pl-4 align-top max-md:absolute max-md:top-3 max-md:left-0 max-md:py-0">
          <input
            type="checkbox"
            aria-label={`Select ${row.name}`}
            checked={isSelected}
            onChange={() => selecting.select(row.id)}
            className="relative z-1 mt-0.5 size-4 accent-accent"
          />
        </td>
      )}
      <th scope="row" className={cx(CELL, 'text-left font-normal md:pl-4')}>
        <Link
          href={paths.rollout(row.name)}
          data-row={row.id}
          onKeyDown={(event) => {
            if (event.key !== ' ' || !selecting) return
            event.preventDefault()
            selecting.peek(row.id)
          }}
          className="rounded-chip after:absolute after:inset-0 focus-visible:outline-offset-4"
        >
          <span className="num mr-2 text-dense whitespace-nowrap text-text-3">{row.name}</span>
          <span className="font-medium">{row.flag}</span>
        </Link>{' '}
        <span className="text-dense text-text-2 md:block">{row.environmentName}</span>
      </th>
      <td className={cx(CELL, 'num')}>
        <span className="font-medium">{share(row.weight)}</span>
        <span className="text-text-2"> now{row.next.weight === null ? '' : ` → ${share(row.next.weight)}`} </span>
        <span className="text-dense text-text-2 md:block">{row.next.when}</span>
      </td>
      <td className={cx(CELL, 'num whitespace-nowrap')}>
        <StageDots at={row.stage} of={row.stagesTotal} />
        <span className="text-dense text-text-2 max-md:ml-2 md:block">
          {row.stage === 0 ? plural(row.stagesTotal, 'stage', 'stages') : `${row.stage} of ${row.stagesTotal}`}
        </span>
      </td>
      <td className={CELL}>
        <VerdictBadge code={row.verdictCode} />
        <span className="block text-dense text-text-2 max-md:ml-2 max-md:inline">{row.stateSentence}</span>
      </td>
      <td className={cx(CELL, 'num whitespace-nowrap text-text-2', BESIDE_PEEK)}>
        {row.gatesTotal === 0 ? (
          <span className="max-md:hidden">–</span>
        ) : (
          <span>
            {row.gatesMet} of {row.gatesTotal}
            <span className="md:sr-only"> gates</span>
          </span>
        )}
      </td>
      <td className={cx(CELL, BESIDE_PEEK)}>
        <span className="text-text-2 max-md:hidden">{row.owner}</span>
        {row.awaitingSince && (
          <span className="block text-dense">
            {row.awaitsViewer ? (
              <Badge className="border-accent text-accent">awaits you</Badge>
            ) : (
              <span className="text-text-2">awaits approval</span>
            )}{' '}
            <span className="text-text-2">
              since <Time at={row.awaitingSince} format="short" />
            </span>
          </span>
        )}
      </td>
    </tr>
  )
}

/** Decorative: the words beside it say the same. */
const StageDots = ({ at, of }: { at: number; of: number }) => (
  <svg aria-hidden="true" viewBox={`0 0 ${of * 14} 12`} className="inline-block h-3" style={{ width: of * 14 }}>
    {Array.from({ length: of }, (_, i) => (
      <circle
        key={i}
        cx={6 + i * 14}
        cy="6"
        r={i + 1 === at ? 4.2 : 3.4}
        fill={i + 1 <= at ? 'var(--accent)' : 'none'}
        stroke={i + 1 <= at ? 'var(--accent)' : 'var(--line-strong)'}
        strokeWidth="1.5"
      />
    ))}
  </svg>
)
