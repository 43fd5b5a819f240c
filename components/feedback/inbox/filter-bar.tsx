'use client'
import { SlidersHorizontal } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Input, Select } from '@/components/ui/field'
import { channelWord } from '../parts/marks'

const CHANNELS = ['api', 'csv', 'email', 'widget', 'support', 'review', 'survey', 'social', 'webhook']
const CHOICES = ['channel', 'sentiment', 'exposed', 'due', 'sort']
const SORTS = [
  ['-received', 'Newest'],
  ['waiting', 'Oldest waiting'],
  ['due', 'Due first'],
  ['negative', 'Most negative'],
  ['cluster', 'Largest cluster'],
  ['suggested', 'Suggested'],
] as const

type Props = {
  params: URLSearchParams
  input: RefObject<HTMLInputElement | null>
  onChange: (name: string, value: string) => void
}

/** Every filter is in the address. Words and operators in one field, the common ones as choices. */
export function FilterBar({ params, input, onChange }: Props) {
  const q = params.get('q') ?? ''
  const [typed, setTyped] = useState(q)
  const [known, setKnown] = useState(q)
  if (known !== q) {
    setKnown(q) // the address changed by itself: back, or a saved view
    setTyped(q)
  }
  const [open, setOpen] = useState(false)
  const chosen = CHOICES.filter((name) => params.has(name)).length
  const shared = { params, onChange, open }
  return (
    <search className="flex flex-wrap gap-2" aria-label="Filter feedback">
      <form
        className="min-w-0 flex-1 sm:min-w-60"
        onSubmit={(event) => {
          event.preventDefault()
          onChange('q', typed.trim())
        }}
      >
        <Input
          ref={input}
          type="search"
          aria-label="Words, or flag: tag: is: assignee: cluster:"
          placeholder="card flag:checkout-v2 tag:slow is:unread"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => typed.trim() !== q && onChange('q', typed.trim())}
        />
      </form>
      <Button
        className="sm:hidden"
        aria-expanded={open}
        icon={<SlidersHorizontal aria-hidden="true" size={16} strokeWidth={1.75} />}
        onClick={() => setOpen(!open)}
      >
        {chosen > 0 ? `Filters, ${chosen}` : 'Filters'}
      </Button>
      <Choice
        {...shared}
        name="channel"
        label="Channel"
        any="Any channel"
        options={CHANNELS.map((one) => [one, channelWord(one)])}
      />
      <Choice
        {...shared}
        name="sentiment"
        label="Sentiment"
        any="Any sentiment"
        options={[
          ['negative', 'Negative'],
          ['neutral', 'Neutral'],
          ['positive', 'Positive'],
        ]}
      />
      <Choice
        {...shared}
        name="exposed"
        label="Cohort"
        any="Any cohort"
        options={[
          ['exposed', 'Exposed'],
          ['baseline', 'Baseline'],
          ['mixed', 'Both arms'],
          ['unknown', 'Unknown'],
        ]}
      />
      <Choice
        {...shared}
        name="due"
        label="Due"
        any="Due or not"
        options={[
          ['breached', 'Late'],
          ['at-risk', 'Soon late'],
          ['on-track', 'In time'],
          ['none', 'Nothing due'],
        ]}
      />
      <Choice {...shared} name="sort" label="Order" any={null} options={SORTS} />
    </search>
  )
}

type ChoiceProps = Pick<Props, 'params' | 'onChange'> & {
  /** On a phone they lie behind a button, so that the list begins on the first screen. */
  open: boolean
  name: string
  label: string
  /** The choice that filters nothing; null: one of the options is the usual one and left out of the address. */
  any: string | null
  options: readonly (readonly [string, string])[]
}

const Choice = ({ params, onChange, open, name, label, any, options }: ChoiceProps) => (
  <div className={cx('w-40 max-sm:w-[calc(50%-4px)]', !open && 'max-sm:hidden')}>
    <Select aria-label={label} value={params.get(name) ?? ''} onChange={(event) => onChange(name, event.target.value)}>
      {any !== null && <option value="">{any}</option>}
      {options.map(([value, text], i) => (
        <option key={value} value={any === null && i === 0 ? '' : value}>
          {text}
        </option>
      ))}
    </Select>
  </div>
)
