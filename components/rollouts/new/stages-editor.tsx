'use client'
import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Input } from '@/components/ui/field'
import { type Discipline } from '@/lib/kernel/permissions'
import { type DraftStage } from '@/lib/rollouts/core/schema'

const DISCIPLINES: readonly Discipline[] = ['product', 'engineering', 'data']
const STAGES_MAX = 20
const NEW: DraftStage = { weight: '', soakH: '24', minUnits: '', margin: '', disciplines: [] }

type Props = {
  stages: readonly DraftStage[]
  /** Stages that have begun and stay as they are. */
  begun?: number
  /** One sentence a stage about how soon harm shows. */
  shows: readonly string[]
  errorOf: (field: string) => string | null
  onChange: (stages: DraftStage[]) => void
}

/** Share, soak, gates and sign-offs of each stage. */
export function StagesEditor({ stages, begun = 0, shows, errorOf, onChange }: Props) {
  const change = (at: number, part: Partial<DraftStage>) =>
    onChange(stages.map((stage, i) => (i === at ? { ...stage, ...part } : stage)))
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col gap-3">
        {stages.map((stage, i) => (
          <StageFields
            key={placeOf(i)}
            at={i}
            stage={stage}
            locked={i < begun}
            shows={shows[i] ?? ''}
            errorOf={errorOf}
            onChange={(part) => change(i, part)}
            onRemove={stages.length > 1 && i >= begun ? () => onChange(stages.filter((_, k) => k !== i)) : null}
          />
        ))}
      </ol>
      {stages.length < STAGES_MAX && (
        <Button
          size="small"
          className="self-start"
          icon={<Plus aria-hidden="true" size={16} strokeWidth={1.75} />}
          onClick={() => onChange([...stages, NEW])}
        >
          Add a stage
        </Button>
      )}
    </div>
  )
}

/** Stages have no names of their own: their place is what they are. */
const placeOf = (i: number): string => `stage ${i + 1}`

type StageProps = {
  at: number
  stage: DraftStage
  locked: boolean
  shows: string
  errorOf: Props['errorOf']
  onChange: (part: Partial<DraftStage>) => void
  onRemove: (() => void) | null
}

const FIELDS = [
  ['weight', 'weight', 'Share, %', 'At most three decimals'],
  ['soakH', 'soak', 'Soak, hours', 'Least time it stays'],
  ['minUnits', 'units', 'Least people', 'Empty: what evidence needs'],
  ['margin', 'margin', 'Margin, × limits', 'Harm this stage may leave open'],
] as const

function StageFields({ at, stage, locked, shows, errorOf, onChange, onRemove }: StageProps) {
  const id = useId()
  return (
    <li className={cx('rounded-control border border-line px-3 py-3', locked && 'bg-sunken')}>
      <fieldset disabled={locked}>
        <legend className="float-left text-body font-bold">
          Stage {at + 1}
          {locked && <span className="font-normal text-text-2"> · has begun and stays as it is</span>}
        </legend>
        {onRemove && (
          <Button
            look="quiet"
            size="small"
            className="float-right"
            aria-label={`Remove stage ${at + 1}`}
            icon={<X aria-hidden="true" size={16} strokeWidth={1.75} />}
            onClick={onRemove}
          />
        )}
        <div className="clear-both grid grid-cols-2 gap-x-3 gap-y-2 pt-1 lg:grid-cols-4">
          {FIELDS.map(([field, name, label, hint]) => {
            const error = errorOf(`${name}-${at}`)
            return (
              <div key={field} data-field={`${name}-${at}`} className="flex flex-col gap-1">
                <label htmlFor={`${id}-${field}`} className="text-dense font-medium">
                  {label}
                </label>
                <Input
                  id={`${id}-${field}`}
                  inputMode="decimal"
                  value={stage[field]}
                  maxLength={12}
                  aria-invalid={error ? true : undefined}
                  aria-describedby={`${id}-${field}-hint`}
                  onChange={(event) => onChange({ [field]: event.target.value })}
                />
                <p
                  id={`${id}-${field}-hint`}
                  className={cx('text-caption', error ? 'font-medium text-bad' : 'text-text-3')}
                >
                  {error ?? hint}
                </p>
              </div>
            )
          })}
        </div>
        <fieldset className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-dense">
          <legend className="sr-only">Sign-offs before stage {at + 1}</legend>
          <span aria-hidden="true" className="text-text-2">
            Signed by
          </span>
          {DISCIPLINES.map((discipline) => (
            <label key={discipline} className="touchable inline-flex cursor-pointer items-center gap-1.5">
              <input
                type="checkbox"
                className="size-4 accent-(--accent)"
                checked={stage.disciplines.includes(discipline)}
                onChange={(event) =>
                  onChange({
                    disciplines: DISCIPLINES.filter((one) =>
                      one === discipline ? event.target.checked : stage.disciplines.includes(one),
                    ),
                  })
                }
              />
              {discipline}
            </label>
          ))}
        </fieldset>
      </fieldset>
      {shows && <p className="num mt-2 text-dense text-text-2">{shows}</p>}
    </li>
  )
}
