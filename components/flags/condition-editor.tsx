'use client'
import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import { type Condition, type ConditionOp } from '@/lib/flags/core/schema'
import { OP_WORDS } from '@/lib/flags/core/sentences'
import { numbered } from './numbered'
import { takesValues, textOf, valuesOf } from './condition-values'

/** What a condition may name besides attributes. */
export type Choices = {
  segments: readonly { key: string; name: string }[]
  flags: readonly { key: string; variants: readonly string[] }[]
  attributes: readonly string[]
}

type Props = { condition: Condition; onChange: (condition: Condition) => void; choices: Choices; depth?: number }

const OPS = Object.keys(OP_WORDS) as ConditionOp[] // the table has exactly these keys
const joined = (parts: Condition[], how: 'all' | 'any'): Condition => (how === 'all' ? { all: parts } : { any: parts })
const FRESH: Condition = { attribute: 'plan', op: 'in', values: [] }

/** Conditions joined by and, or; groups nest. Every part is a native control, so that the keyboard reaches all. */
export function ConditionEditor({ condition, onChange, choices, depth = 0 }: Props) {
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any
    const word = 'all' in condition ? 'all' : 'any'
    const set = (next: Condition[], how: 'all' | 'any' = word) =>
      onChange(next[0] && next.length === 1 && depth > 0 ? next[0] : joined(next, how))
    return (
      <fieldset className="flex min-w-0 flex-col gap-2 rounded-control border border-line p-3">
        <legend className="px-1">
          <Select
            aria-label="How these are joined"
            className="w-auto!"
            value={word}
            onChange={(event) => set(parts, event.target.value === 'any' ? 'any' : 'all')}
          >
            <option value="all">all of these hold</option>
            <option value="any">any of these holds</option>
          </Select>
        </legend>
        {numbered(parts).map(({ item: part, at: i, id }) => (
          <div key={id} className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <ConditionEditor
                condition={part}
                choices={choices}
                depth={depth + 1}
                onChange={(changed) => set(parts.map((old, j) => (i === j ? changed : old)))}
              />
            </div>
            {parts.length > 1 && (
              <button
                type="button"
                aria-label={`Remove condition ${i + 1}`}
                onClick={() => set(parts.filter((_, j) => j !== i))}
                className="touchable inline-flex size-9 items-center justify-center rounded-control text-text-2 hover:bg-sunken"
              >
                <X aria-hidden="true" size={16} strokeWidth={1.75} />
              </button>
            )}
          </div>
        ))}
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            look="quiet"
            icon={<Plus aria-hidden="true" size={14} />}
            onClick={() => set([...parts, FRESH])}
          >
            Condition
          </Button>
          {depth < 3 && (
            <Button
              size="small"
              look="quiet"
              icon={<Plus aria-hidden="true" size={14} />}
              onClick={() => set([...parts, joined([FRESH, FRESH], word === 'all' ? 'any' : 'all')])}
            >
              Group
            </Button>
          )}
        </div>
      </fieldset>
    )
  }
  if ('not' in condition) {
    return (
      <div className="flex flex-col gap-1">
        <span className="text-body text-text-2">not</span>
        <ConditionEditor
          condition={condition.not}
          onChange={(inner) => onChange({ not: inner })}
          choices={choices}
          depth={depth + 1}
        />
      </div>
    )
  }
  return <Single condition={condition} onChange={onChange} choices={choices} />
}

type SingleCondition = Exclude<Condition, { all: Condition[] } | { any: Condition[] } | { not: Condition }>
type SingleProps = { condition: SingleCondition; onChange: (condition: Condition) => void; choices: Choices }

function Single({ condition, onChange, choices }: SingleProps) {
  const list = useId()
  const kind = 'segment' in condition ? 'segment' : 'flag' in condition ? 'flag' : 'attribute'
  const start = (chosen: string) => {
    const [segment, flag] = [choices.segments[0], choices.flags[0]]
    if (chosen === 'segment' && segment) onChange({ segment: segment.key })
    else if (chosen === 'flag' && flag) onChange({ flag: flag.key, variants: flag.variants.slice(0, 1) })
    else onChange(FRESH)
  }
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Select
        aria-label="Kind of condition"
        className="w-auto!"
        value={kind}
        onChange={(event) => start(event.target.value)}
      >
        <option value="attribute">Attribute</option>
        <option value="segment" disabled={choices.segments.length === 0}>
          Segment
        </option>
        {choices.flags.length > 0 && <option value="flag">Other flag</option>}
      </Select>
      {'segment' in condition && (
        <Select
          aria-label="Segment"
          className="w-auto! min-w-40 flex-1"
          value={condition.segment}
          onChange={(event) => onChange({ segment: event.target.value })}
        >
          {choices.segments.map(({ key, name }) => (
            <option key={key} value={key}>
              {name} ({key})
            </option>
          ))}
        </Select>
      )}
      {'flag' in condition && <Prerequisite condition={condition} onChange={onChange} flags={choices.flags} />}
      {'attribute' in condition && (
        <>
          <Input
            aria-label="Attribute"
            list={list}
            className="w-36 flex-1"
            value={condition.attribute}
            onChange={(event) => onChange({ ...condition, attribute: event.target.value.trim() })}
          />
          <datalist id={list}>
            {choices.attributes.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </datalist>
          <Select
            aria-label="Operator"
            className="w-auto!"
            value={condition.op}
            onChange={(event) => {
              const op = OPS.find((each) => each === event.target.value) ?? 'in'
              onChange({ ...condition, op, values: valuesOf(op, textOf(condition.values)) })
            }}
          >
            {OPS.map((op) => (
              <option key={op} value={op}>
                {OP_WORDS[op]}
              </option>
            ))}
          </Select>
          {takesValues(condition.op) && <Values key={condition.op} condition={condition} onChange={onChange} />}
        </>
      )}
    </div>
  )
}

/** The text stays as it is typed; only the values it means go up. */
function Values({
  condition,
  onChange,
}: {
  condition: Extract<Condition, { attribute: string }>
  onChange: (condition: Condition) => void
}) {
  return (
    <Input
      aria-label="Values, with commas between"
      placeholder={condition.op.startsWith('version-') ? '7.2.0' : 'Enterprise, Team'}
      className="w-40 flex-2"
      defaultValue={textOf(condition.values)}
      onChange={(event) => onChange({ ...condition, values: valuesOf(condition.op, event.target.value) })}
    />
  )
}

type PrerequisiteProps = {
  condition: Extract<Condition, { flag: string }>
  onChange: (condition: Condition) => void
  flags: Choices['flags']
}

function Prerequisite({ condition, onChange, flags }: PrerequisiteProps) {
  const list = useId()
  const variants = flags.find(({ key }) => key === condition.flag)?.variants ?? condition.variants
  return (
    <>
      <Input
        aria-label="Other flag"
        list={list}
        className="w-40 flex-1"
        value={condition.flag}
        onChange={(event) => {
          const flag = flags.find(({ key }) => key === event.target.value)
          onChange({ flag: event.target.value, variants: flag ? flag.variants.slice(0, 1) : condition.variants })
        }}
      />
      <datalist id={list}>
        {flags.map(({ key }) => (
          <option key={key} value={key}>
            {key}
          </option>
        ))}
      </datalist>
      <Select
        aria-label="gives"
        className="w-auto!"
        value={condition.variants[0]}
        onChange={(event) => onChange({ flag: condition.flag, variants: [event.target.value] })}
      >
        {variants.map((variant) => (
          <option key={variant} value={variant}>
            gives {variant}
          </option>
        ))}
      </Select>
    </>
  )
}
