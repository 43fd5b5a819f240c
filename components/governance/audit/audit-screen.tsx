import Link from 'next/link'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { buttonClass } from '@/components/ui/button-class'
import { EmptyState } from '@/components/ui/empty-state'
import { Banner } from '@/components/ui/banner'
import { Time } from '@/components/ui/time'
import { type AuditEntryView } from '@/lib/governance/core/schema'
import { count } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { AuditFilter } from './audit-filter'
import { AuditList } from './audit-list'
import { ChainCheck, type CheckChain } from './chain-check'

type Props = {
  rows: readonly AuditEntryView[]
  names: Readonly<Record<string, string>>
  span: { entries: number; since: Instant | null; verbs: readonly string[] }
  /** The filters as in the address. */
  query: string
  refusal: string | null
  next: string | null
  now: Instant
  check: CheckChain
}

/** Who did what, why, and on which evidence; refusals too. */
export function AuditScreen({ rows, names, span, query, refusal, next, now, check }: Props) {
  const filters = new URLSearchParams(query)
  filters.delete('cursor')
  const older = new URLSearchParams(filters)
  if (next) older.set('cursor', next)
  return (
    <RoomFrame crumbs={[{ label: 'Audit' }]}>
      <div className="flex flex-col gap-5">
        <PageHead
          title="Audit"
          answer={
            span.since ? (
              <>
                {count(span.entries)} decisions, changes and refusals since{' '}
                <Time at={span.since} format="short" now={now} />, each chained to the one before.
              </>
            ) : (
              'Nothing has been decided here yet.'
            )
          }
          action={
            <div className="flex flex-wrap gap-2">
              <a href={paths.api.auditExport('csv', filters.toString())} className={buttonClass('secondary')}>
                Export CSV
              </a>
              <a href={paths.api.auditExport('json', filters.toString())} className={buttonClass('secondary')}>
                Export JSON
              </a>
            </div>
          }
        />
        <ChainCheck check={check} />
        <AuditFilter key={query} query={filters.toString()} verbs={span.verbs} />
        {refusal && <Banner tone="warn">{refusal}</Banner>}
        {rows.length === 0 ? (
          <EmptyState
            title="Nobody did that in this range"
            action={
              <Link href={paths.audit()} className={buttonClass('secondary')}>
                Show everything
              </Link>
            }
          >
            Every change and every refusal would stand here, with its evidence.
          </EmptyState>
        ) : (
          <AuditList rows={rows} names={names} now={now} />
        )}
        {next && (
          <Link href={`${paths.audit()}?${older}`} className={buttonClass('secondary')}>
            Older
          </Link>
        )}
      </div>
    </RoomFrame>
  )
}
