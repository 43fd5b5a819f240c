'use client'
import { Field, Input, Select } from '@/components/ui/field'
import { type Condition, type Rule } from '@/lib/flags/core/schema'
import { SHARE_TOTAL } from '@/lib/flags/core/shares'
import { type Choices, ConditionEditor } from './condition-editor'
import { grouped } from './grouping'

export type EditableRule = Exclude<Rule, { kind: 'rollout' }>
type Props = {
  rule: EditableRule
  variants: readonly string[]
  choices: Choices
  onChange: (rule: EditableRule) => void
}

const FRESH: Condition = { all: [{ attribute: 'plan', op: 'in', values: [] }] }

/** Whom one rule is about and what they get: one variant, or a split by percentages. */
export function RuleFields({ rule, variants, choices, onChange }: Props) {
  return (
    <div className="flex flex-col gap-3">
      <Select
        aria-label="Whom it is about"
        className="w-auto! self-start"
        value={rule.when === null ? 'everyone' : 'some'}
        onChange={(event) => onChange({ ...rule, when: event.target.value === 'everyone' ? null : FRESH })}
      >
        <option value="some">If…</option>
        <option value="everyone">Everyone</option>
      </Select>
      {rule.when && (
        <ConditionEditor
          condition={grouped(rule.when)}
          onChange={(when) => onChange({ ...rule, when })}
          choices={choices}
        />
      )}
      <div className="flex flex-wrap items-end gap-3">
        <Field label="They get">
          {(described) => (
            <Select
              {...described}
              value={rule.kind === 'serve' ? rule.variant : '%'}
              onChange={(event) => onChange(gives(rule, event.target.value, variants))}
            >
              {variants.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
              <option value="%">a split by percentages</option>
            </Select>
          )}
        </Field>
        {rule.kind === 'split' && <Weights rule={rule} variants={variants} onChange={onChange} />}
      </div>
    </div>
  )
}

/** The salt is made once, so that the same people stay in the same slice while percentages change. */
function gives(rule: EditableRule, choice: string, variants: readonly string[]): EditableRule {
  const { when } = rule
  if (choice !== '%') return { kind: 'serve', when, variant: choice }
  if (rule.kind === 'split') return rule
  const each = Math.floor(SHARE_TOTAL / Math.max(1, variants.length))
  const weights = variants.map((name, i): [string, number] => [
    name,
    i === 0 ? SHARE_TOTAL - each * (variants.length - 1) : each,
  ])
  return { kind: 'split', when, salt: crypto.randomUUID().slice(0, 8), weights }
}

type SplitRule = Extract<Rule, { kind: 'split' }>
type WeightsProps = { rule: SplitRule; variants: readonly string[]; onChange: (rule: EditableRule) => void }

function Weights({ rule, variants, onChange }: WeightsProps) {
  const total = rule.weights.reduce((sum, [, weight]) => sum + weight, 0)
  const weightOf = (name: string) => rule.weights.find(([each]) => each === name)?.[1] ?? 0
  const set = (name: string, percent: number) => {
    const weight = Math.max(0, Math.min(SHARE_TOTAL, Math.round(percent * 1000)))
    onChange({
      ...rule,
      weights: variants.map((each): [string, number] => [each, each === name ? weight : weightOf(each)]),
    })
  }
  return (
    <>
      {variants.map((name) => (
        <Field key={name} label={`${name}, %`}>
          {(described) => (
            <Input
              {...described}
              type="number"
              min={0}
              max={100}
              step="any"
              className="w-24!"
              defaultValue={weightOf(name) / 1000}
              onChange={(event) => set(name, Number(event.target.value))}
            />
          )}
        </Field>
      ))}
      <p className={total === SHARE_TOTAL ? 'num text-dense text-text-2' : 'num text-dense font-medium text-bad'}>
        {total === SHARE_TOTAL ? '100% in all, by user id' : `${total / 1000}% in all: make it 100%`}
      </p>
    </>
  )
}
