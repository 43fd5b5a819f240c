'use client'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { instant } from '@/lib/kernel/moments'
import { type DatedWindow, type WeeklyWindow } from './environment-form'
import { localInput } from './local-time'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const DAY_MS = 86_400_000

type Props = {
  weekly: readonly WeeklyWindow[]
  dated: readonly DatedWindow[]
  onChange: (change: { weeklyFreezes?: WeeklyWindow[]; freezes?: DatedWindow[] }) => void
}

/** Times in which exposure does not rise: every week by the clock of a zone, or once. */
export function FreezeFields({ weekly, dated, onChange }: Props) {
  const setWeekly = (i: number, change: Partial<WeeklyWindow>) =>
    onChange({ weeklyFreezes: weekly.map((one, at) => (at === i ? Object.assign({}, one, change) : one)) })
  const setDated = (i: number, change: Partial<DatedWindow>) =>
    onChange({ freezes: dated.map((one, at) => (at === i ? Object.assign({}, one, change) : one)) })
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="text-body font-medium">Freeze windows</legend>
      <p className="text-dense text-text-2">
        Exposure does not rise in them. Pause, Stop exposure and Roll back work always.
      </p>
      {[...weekly.entries()].map(([i, one]) => (
        <fieldset key={i} className="grid gap-3 border-t border-line pt-3 sm:grid-cols-4">
          <legend className="sr-only">Weekly freeze {i + 1}</legend>
          <Name value={one.name} onChange={(name) => setWeekly(i, { name })} />
          <DayTime
            label="From"
            day={one.fromDay}
            time={one.fromTime}
            onChange={(fromDay, fromTime) => setWeekly(i, { fromDay, fromTime })}
          />
          <DayTime
            label="Until"
            day={one.untilDay}
            time={one.untilTime}
            onChange={(untilDay, untilTime) => setWeekly(i, { untilDay, untilTime })}
          />
          <Field label="Time zone">
            {(described) => (
              <Input
                {...described}
                value={one.zone}
                placeholder="Europe/Berlin"
                onChange={(event) => setWeekly(i, { zone: event.target.value })}
              />
            )}
          </Field>
          <Button
            size="small"
            look="quiet"
            className="justify-self-start"
            aria-label={`Remove ${one.name || 'this weekly freeze'}`}
            onClick={() => onChange({ weeklyFreezes: weekly.filter((_, at) => at !== i) })}
          >
            Remove
          </Button>
        </fieldset>
      ))}
      {[...dated.entries()].map(([i, one]) => (
        <fieldset key={i} className="grid gap-3 border-t border-line pt-3 sm:grid-cols-4">
          <legend className="sr-only">Freeze {i + 1}</legend>
          <Name value={one.name} onChange={(name) => setDated(i, { name })} />
          <Moment label="From" at={one.from} onChange={(from) => setDated(i, { from })} />
          <Moment label="Until" at={one.until} onChange={(until) => setDated(i, { until })} />
          <Button
            size="small"
            look="quiet"
            className="justify-self-start sm:self-end"
            aria-label={`Remove ${one.name || 'this freeze'}`}
            onClick={() => onChange({ freezes: dated.filter((_, at) => at !== i) })}
          >
            Remove
          </Button>
        </fieldset>
      ))}
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => onChange({ weeklyFreezes: [...weekly, weekend()] })}>
          Add a weekly freeze
        </Button>
        <Button size="small" onClick={() => onChange({ freezes: [...dated, tomorrow()] })}>
          Add a freeze once
        </Button>
      </div>
    </fieldset>
  )
}

const weekend = (): WeeklyWindow => ({
  name: 'Weekend',
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  fromDay: 5,
  fromTime: '16:00',
  untilDay: 1,
  untilTime: '08:00',
})

function tomorrow(): DatedWindow {
  const midnight = new Date().setHours(24, 0, 0, 0)
  return { name: '', from: instant(midnight), until: instant(midnight + DAY_MS) }
}

const Name = ({ value, onChange }: { value: string; onChange: (name: string) => void }) => (
  <Field label="Name">
    {(described) => (
      <Input {...described} value={value} maxLength={100} required onChange={(event) => onChange(event.target.value)} />
    )}
  </Field>
)

type DayTimeProps = { label: string; day: number; time: string; onChange: (day: number, time: string) => void }

const DayTime = ({ label, day, time, onChange }: DayTimeProps) => (
  <div className="grid grid-cols-2 items-end gap-2">
    <Field label={`${label}, day`}>
      {(described) => (
        <Select {...described} value={day} onChange={(event) => onChange(Number(event.target.value), time)}>
          {DAYS.map((name, i) => (
            <option key={name} value={i + 1}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
    <Field label={`${label}, time`}>
      {(described) => (
        <Input
          {...described}
          type="time"
          value={time}
          required
          onChange={(event) => onChange(day, event.target.value)}
        />
      )}
    </Field>
  </div>
)

type MomentProps = { label: string; at: DatedWindow['from']; onChange: (at: DatedWindow['from']) => void }

const Moment = ({ label, at, onChange }: MomentProps) => (
  <Field label={label} hint="In your time zone.">
    {(described) => (
      <Input
        {...described}
        type="datetime-local"
        value={localInput(at)}
        required
        onChange={(event) => {
          if (event.target.value) onChange(instant(new Date(event.target.value).getTime()))
        }}
      />
    )}
  </Field>
)
