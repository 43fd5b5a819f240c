import { Field, Select } from '@/components/ui/field'
import { isRateForm, limitWords } from '@/lib/analysis/core/metric-words'
import { FormPart, type SetDraft, SizeField, TextField } from './form-parts'
import { type MetricDraft, sentDraft } from './metric-draft'

type Props = {
  draft: MetricDraft
  set: SetDraft
  /** What a test has found to be usual; null: not tested. */
  usual: number | null
  errorOf: (field: string) => string | null
}

/** Which way is good, and how much harm a rollout may do. */
export function LimitsFields({ draft, set, usual, errorOf }: Props) {
  const isRate = isRateForm(draft)
  const unit = isRate ? 'people in 1,000' : draft.unit
  const { harmLimit } = sentDraft(draft)
  const limit =
    harmLimit && harmLimit.value !== null && harmLimit.value > 0 ? { ...harmLimit, value: harmLimit.value } : null
  const declared = draft.declaredRate === '' ? null : Number(draft.declaredRate) / 1000
  return (
    <FormPart title="What is harm?">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Good direction"
          hint={draft.aggregation === 'quantile' ? 'A quantile is guarded against rising.' : undefined}
          error={errorOf('direction')}
        >
          {(described) => (
            <Select
              {...described}
              value={draft.direction}
              onChange={(event) => set({ direction: event.target.value === 'higher' ? 'higher' : 'lower' })}
            >
              <option value="lower">Lower is better</option>
              {draft.aggregation !== 'quantile' && <option value="higher">Higher is better</option>}
            </Select>
          )}
        </Field>
        <TextField
          label="Unit"
          name="unit"
          draft={draft}
          set={set}
          hint={isRate ? 'What is counted: people, payments.' : 'ms, s, score, per person …'}
          error={errorOf('unit')}
        />
      </div>
      <SizeField
        label="Harm limit"
        kind={draft.limitKind}
        amount={draft.limit}
        unit={unit}
        none="None: any harm counts"
        onChange={(limitKind, amount) => set({ limitKind, limit: amount })}
        hint="The largest harm that a rollout may do before it is paused."
        error={errorOf('harmLimit')}
      />
      <p className="num measure text-body" aria-live="polite">
        {draft.limitKind !== 'none' && limit === null
          ? 'Write how much.'
          : limitWords(draft, limit, usual ?? (Number.isFinite(declared) ? declared : null))}
        {usual === null && draft.limitKind !== 'none' && ' Test it below to see it beside the usual.'}
      </p>
      <details open={draft.mdeKind !== 'none' || draft.hardLimit !== '' || draft.noticeableFrom !== ''}>
        <summary className="cursor-pointer text-body font-medium">More limits</summary>
        <div className="mt-3 flex flex-col gap-4">
          <SizeField
            label="Worth finding"
            kind={draft.mdeKind}
            amount={draft.mde}
            unit={unit}
            none="The default of this form"
            onChange={(mdeKind, amount) => set({ mdeKind, mde: amount })}
            hint="The change that is to be found fastest."
            error={errorOf('mde')}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={`Noticeable from${unit ? `, ${unit}` : ''}`}
              name="noticeableFrom"
              numeric
              optional
              draft={draft}
              set={set}
              hint="From which change on people notice."
              error={errorOf('noticeableFrom')}
            />
            {isRate && (
              <TextField
                label="Hard limit, people in 1,000"
                name="hardLimit"
                numeric
                optional
                draft={draft}
                set={set}
                hint="No rollout may pass this rate while the baseline keeps to it."
                error={errorOf('hardLimit')}
              />
            )}
            {isRate && (
              <TextField
                label="Usual rate, people in 1,000"
                name="declaredRate"
                numeric
                optional
                draft={draft}
                set={set}
                hint="Used until there is history."
                error={errorOf('declaredRate')}
              />
            )}
          </div>
        </div>
      </details>
    </FormPart>
  )
}
