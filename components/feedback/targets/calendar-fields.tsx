import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { type SlaPolicy } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { DAYS, withCalendar } from './target-draft'

type Props = { policy: SlaPolicy; zones: readonly string[]; onChange: (policy: SlaPolicy) => void }

/** When the house works: for targets in working hours and working days. */
export function CalendarFields({ policy, zones, onChange }: Props) {
  const { timeZone, days, from, to } = policy.calendar
  const set = (change: Partial<SlaPolicy['calendar']>) => onChange(withCalendar(policy, change))
  const offered = zones.includes(timeZone) ? zones : [timeZone, ...zones]
  return (
    <section className="card flex flex-col gap-4 p-4 text-body sm:p-6">
      <h2 className="text-h2 font-bold">When you work</h2>
      <p className="measure text-text-2">
        Working hours and working days count only then. Other targets run all the time.
      </p>
      <fieldset className="min-w-0">
        <legend className="pb-1.5 font-medium">Working days</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          {DAYS.map((name, i) => (
            <label key={name} className="touchable flex h-9 items-center gap-2">
              <input
                type="checkbox"
                className="size-5 accent-(--accent)"
                checked={days.includes(i + 1)}
                onChange={(event) =>
                  set({
                    days: event.target.checked
                      ? [...days, i + 1].toSorted((a, b) => a - b)
                      : days.filter((day) => day !== i + 1),
                  })
                }
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-[8rem_8rem_minmax(0,20rem)]">
        <Field label="From">
          {(described) => (
            <Input
              {...described}
              type="time"
              required
              value={from}
              onChange={(event) => set({ from: event.target.value })}
            />
          )}
        </Field>
        <Field label="To">
          {(described) => (
            <Input
              {...described}
              type="time"
              required
              value={to}
              onChange={(event) => set({ to: event.target.value })}
            />
          )}
        </Field>
        <Field label="Time zone" hint="Summer time is kept by itself.">
          {(described) => (
            <Select {...described} value={timeZone} onChange={(event) => set({ timeZone: event.target.value })}>
              {offered.map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll('_', ' ')}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Holidays dates={policy.calendar.holidays} onChange={(holidays) => set({ holidays })} />
    </section>
  )
}

const HOLIDAYS_MAX = 200

function Holidays({ dates, onChange }: { dates: readonly string[]; onChange: (dates: string[]) => void }) {
  const [typed, setTyped] = useState('')
  const why =
    typed === ''
      ? 'Choose a date.'
      : dates.includes(typed)
        ? 'This date is there already.'
        : dates.length >= HOLIDAYS_MAX
          ? `At most ${HOLIDAYS_MAX} dates are kept.`
          : null
  const add = () => {
    if (why) return
    onChange([...dates, typed].toSorted())
    setTyped('')
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-3">
        <div className="w-44 max-sm:w-full">
          <Field label="Holiday" optional>
            {(described) => (
              <Input
                {...described}
                type="date"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter') return
                  event.preventDefault() // it adds the date, and does not save yet
                  add()
                }}
              />
            )}
          </Field>
        </div>
        <Button disabledReason={why} onClick={add}>
          Add holiday
        </Button>
      </div>
      <p className="text-text-2">
        {dates.length === 0 ? 'No holidays yet.' : `${plural(dates.length, 'holiday', 'holidays')}:`}
      </p>
      {dates.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {dates.map((date) => (
            <li key={date} className="num flex items-center gap-1 rounded-chip border border-line pl-2">
              {date}
              <Button
                size="small"
                look="quiet"
                aria-label={`Remove the holiday ${date}`}
                onClick={() => onChange(dates.filter((one) => one !== date))}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
