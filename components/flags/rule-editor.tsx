'use client'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Select } from '@/components/ui/field'
import { type FlagPlace } from '@/lib/flags/core/flag-detail'
import { type Rule } from '@/lib/flags/core/schema'
import { ruleLine } from '@/lib/flags/core/sentences'
import { type Choices } from './condition-editor'
import { type Draft, type FlagScreenProps } from './flag-screen-types'
import { numbered } from './numbered'
import { RuleFields } from './rule-fields'
import { SaveRules } from './save-rules'
import { type LiveRollout } from './shared-types'

type Props = FlagScreenProps & {
  place: FlagPlace
  live: LiveRollout | undefined
  draft: Draft
  onDraft: (draft: Draft) => void
  close: () => void
}

const NO_CHOICES: Choices = { segments: [], flags: [], attributes: [] }

/** Rules being written; nothing is served before it is saved. A moved rule keeps the focus on the button that moved it. */
export function RuleEditor(props: Props) {
  const { detail, draft, onDraft, close, deeds } = props
  const [choices, setChoices] = useState(NO_CHOICES)
  const [isSaving, setSaving] = useState(false)
  const list = useRef<HTMLOListElement>(null)
  const load = useEffectEvent(() => {
    deeds.choices().then(setChoices, () => setChoices(NO_CHOICES)) // without them keys are typed by hand
  })
  useEffect(() => load(), [])
  const { rules } = draft
  const setRules = (next: Rule[]) => onDraft({ ...draft, rules: next })
  const move = (i: number, by: 1 | -1) => {
    const [rule, to] = [rules[i], i + by]
    if (!rule || to < 0 || to >= rules.length) return
    setRules(rules.toSpliced(i, 1).toSpliced(to, 0, rule))
    requestAnimationFrame(() => focusMove(list.current, to, by))
  }
  const variants = Object.keys(detail.definition.variants)
  const others = { ...choices, flags: choices.flags.filter(({ key }) => key !== detail.definition.key) }
  const add = () => {
    const rule: Rule = {
      kind: 'serve',
      when: { all: [{ attribute: 'plan', op: 'in', values: [] }] },
      variant: variants.find((name) => name !== detail.definition.defaultVariant) ?? variants[0] ?? '',
    }
    setRules([...rules, rule])
  }
  return (
    <div className="flex flex-col gap-3">
      <ol ref={list} className="flex flex-col gap-3">
        {numbered(rules).map(({ item: rule, at: i, id }) => (
          <li key={id}>
            <RuleCard
              title={rule.kind === 'rollout' ? ruleLine(rule, i) : `Rule ${i + 1}`}
              at={i}
              of={rules.length}
              move={(by) => move(i, by)}
              remove={rule.kind === 'rollout' ? null : () => setRules(rules.toSpliced(i, 1))}
            >
              {rule.kind === 'rollout' ? (
                <p className="text-dense text-text-2">
                  The rollout alone changes this rule. Rules above it win; moving it changes who comes to it.
                </p>
              ) : (
                <RuleFields
                  rule={rule}
                  variants={variants}
                  choices={others}
                  onChange={(changed) => setRules(rules.with(i, changed))}
                />
              )}
            </RuleCard>
          </li>
        ))}
      </ol>
      <div>
        <Button size="small" icon={<Plus aria-hidden="true" size={14} />} onClick={add}>
          Add a rule
        </Button>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Otherwise serve">
          {(described) => (
            <Select
              {...described}
              value={draft.otherwise}
              onChange={(event) => onDraft({ ...draft, otherwise: event.target.value })}
            >
              {variants.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="State" hint="Disabled: clients use the default of their code.">
          {(described) => (
            <Select
              {...described}
              value={draft.state}
              onChange={(event) =>
                onDraft({ ...draft, state: event.target.value === 'DISABLED' ? 'DISABLED' : 'ENABLED' })
              }
            >
              <option value="ENABLED">Enabled</option>
              <option value="DISABLED">Disabled</option>
            </Select>
          )}
        </Field>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={() => setSaving(true)}>
          Review changes…
        </Button>
        <Button onClick={close}>Discard</Button>
      </div>
      {isSaving && <SaveRules {...props} close={() => setSaving(false)} onSaved={close} />}
    </div>
  )
}

/** At either end the button is gone, and the other one takes the focus. */
function focusMove(list: HTMLElement | null, at: number, by: 1 | -1): void {
  const buttons = [...(list?.children[at]?.querySelectorAll<HTMLElement>('[data-move]') ?? [])]
  const same = buttons.find((button) => button.dataset['move'] === String(by))
  ;(same ?? buttons[0])?.focus()
}

type CardProps = {
  title: string
  at: number
  of: number
  move: (by: 1 | -1) => void
  remove: (() => void) | null
  children: ReactNode
}

const ICON = 'touchable inline-flex size-8 items-center justify-center rounded-control text-text-2 hover:bg-sunken'

function RuleCard({ title, at, of, move, remove, children }: CardProps) {
  return (
    <fieldset aria-label={`Rule ${at + 1} of ${of}`} className="rounded-control border border-line-strong p-3">
      <div className="mb-2 flex items-center gap-1">
        <p className="min-w-0 flex-1 text-body font-medium">{title}</p>
        {at > 0 && (
          <button
            type="button"
            aria-label={`Move rule ${at + 1} up`}
            data-move="-1"
            className={ICON}
            onClick={() => move(-1)}
          >
            <ArrowUp aria-hidden="true" size={16} />
          </button>
        )}
        {at < of - 1 && (
          <button
            type="button"
            aria-label={`Move rule ${at + 1} down`}
            data-move="1"
            className={ICON}
            onClick={() => move(1)}
          >
            <ArrowDown aria-hidden="true" size={16} />
          </button>
        )}
        {remove && (
          <button type="button" aria-label={`Remove rule ${at + 1}`} className={ICON} onClick={remove}>
            <X aria-hidden="true" size={16} />
          </button>
        )}
      </div>
      {children}
    </fieldset>
  )
}
