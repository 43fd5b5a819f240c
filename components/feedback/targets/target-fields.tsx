import { Input, Select } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { type Priority } from '@/lib/feedback/core/model'
import { type SlaPolicy, type SlaTarget } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { dueIfNow, PRIORITIES, UNITS, withTarget } from './target-draft'

type Props = { policy: SlaPolicy; now: Instant; onChange: (policy: SlaPolicy) => void }

const KINDS = [
  ['first', 'First answer'],
  ['solve', 'Solution'],
] as const

/** A target for each priority and end; beside each, when an item that came now would be due. */
export function TargetFields({ policy, now, onChange }: Props) {
  return (
    <section className="card flex flex-col gap-3 p-4 text-body sm:p-6">
      <h2 className="text-h2 font-bold">How soon</h2>
      <p className="measure text-text-2">
        From when an item came. The clock stands still only while it waits for whoever wrote it. At three quarters of
        its time an item is marked, and after it is red.
      </p>
      <ul className="flex flex-col">
        {PRIORITIES.map((priority) => (
          <li
            key={priority}
            className="grid gap-x-6 gap-y-2 border-t border-line py-3 first:border-t-0 md:grid-cols-[8rem_1fr_1fr]"
          >
            <h3 className="pt-1.5 font-medium">{WORDS[priority]}</h3>
            {KINDS.map(([kind, label]) => (
              <TargetField
                key={kind}
                label={`${label}, ${priority}`}
                shown={label}
                target={policy.targets[priority][kind]}
                due={dueIfNow(policy, priority, now)[kind]}
                now={now}
                onChange={(target) => onChange(withTarget(policy, priority, kind, target))}
              />
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

const WORDS: Readonly<Record<Priority, string>> = { urgent: 'Urgent', high: 'High', normal: 'Normal', low: 'Low' }

type FieldProps = {
  label: string
  shown: string
  target: SlaTarget | null
  due: Instant | null
  now: Instant
  onChange: (target: SlaTarget | null) => void
}

function TargetField({ label, shown, target, due, now, onChange }: FieldProps) {
  const unit = UNITS.find(([value]) => value === target?.unit)?.[0]
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center gap-2">
        <span aria-hidden className="w-24 shrink-0 text-text-2">
          {shown}
        </span>
        {target && (
          <span className="w-20 shrink-0">
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              max={1000}
              required
              aria-label={`${label}: how many`}
              className="num"
              value={target.amount === 0 ? '' : target.amount}
              onChange={(event) => onChange({ ...target, amount: Number(event.target.value) })}
            />
          </span>
        )}
        <span className="min-w-0 flex-1">
          <Select
            aria-label={`${label}: measured in`}
            value={unit ?? ''}
            onChange={(event) => {
              const next = UNITS.find(([value]) => value === event.target.value)?.[0]
              onChange(next ? { amount: target?.amount ?? 1, unit: next } : null)
            }}
          >
            <option value="">No target</option>
            {UNITS.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        </span>
      </div>
      {due && (
        <p className="text-dense text-text-2">
          If it came now: by <Time at={due} format="short" now={now} />
        </p>
      )}
    </div>
  )
}
