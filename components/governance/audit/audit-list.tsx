'use client'
import { useRef } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { cx } from '@/components/ui/cx'
import { Time } from '@/components/ui/time'
import { auditSentence } from '@/lib/governance/core/audit-words'
import { type AuditEntryView } from '@/lib/governance/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { AuditDetail } from './audit-detail'

type Props = { rows: readonly AuditEntryView[]; names: Readonly<Record<string, string>>; now: Instant }

/** Rows as sentences; each opens to what changed and on which evidence. */
export function AuditList({ rows, names, now }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const step = (by: 1 | -1) => {
    const heads = [...(list.current?.querySelectorAll('summary') ?? [])]
    const at = heads.findIndex((head) => head === document.activeElement)
    heads[at === -1 ? 0 : Math.min(heads.length - 1, Math.max(0, at + by))]?.focus()
  }
  useHotkeys(
    [
      { key: 'j', label: 'Next row', run: () => step(1) },
      { key: 'k', label: 'Previous row', run: () => step(-1) },
      {
        key: 'o',
        label: 'Open the row',
        run: () => document.activeElement instanceof HTMLElement && document.activeElement.click(),
      },
    ],
    'List',
  )
  return (
    <ol ref={list} aria-label="Audit, newest first" className="card">
      {rows.map((row) => (
        <AuditRow key={row.position} row={row} names={names} now={now} />
      ))}
    </ol>
  )
}

function AuditRow({ row, names, now }: { row: AuditEntryView } & Omit<Props, 'rows'>) {
  const { who, did, object, because, refused } = auditSentence(row, names)
  return (
    <li className="border-t border-line [contain-intrinsic-size:auto_44px] [content-visibility:auto] first:border-t-0">
      <details className="group" data-outcome={row.outcome}>
        <summary className="flex min-h-11 cursor-pointer flex-wrap items-baseline gap-x-3 px-4 py-2.5 text-body hover:bg-sunken/60">
          <span className="num w-36 shrink-0 text-dense text-text-2">
            <Time at={row.at} format="short" now={now} />
          </span>
          <span className="min-w-0 flex-1 basis-60">
            <Mark kind={row.actor.kind} /> <span className="font-medium">{who}</span> {did}{' '}
            <span className={cx('font-medium', /^[A-Z]+-\d+$/.test(object) && 'whitespace-nowrap')}>{object}</span>
            {refused && <span className="text-warn">: refused</span>}
            {because && <span className="text-text-2">. {because}</span>}
          </span>
        </summary>
        <AuditDetail row={row} />
      </details>
    </li>
  )
}

/** People are filled, policies hollow; the words beside it say who. */
const Mark = ({ kind }: { kind: string }) => (
  <svg aria-hidden="true" viewBox="0 0 10 10" className="inline-block size-2.5 align-baseline">
    <path
      d="M5 .7 9.3 5 5 9.3.7 5z"
      className={cx(kind === 'person' ? 'fill-text' : 'fill-none', 'stroke-text')}
      strokeWidth="1.2"
    />
  </svg>
)
