'use client'
import { lazy, Suspense } from 'react'
import { Field, Input, Select } from '@/components/ui/field'
import { presetStages } from '@/lib/rollouts/core/draft-form'
import { presets } from '@/lib/rollouts/core/presets'
import { type DraftCheck, type DraftForm } from '@/lib/rollouts/core/schema'
import { Choice, Group, Spot } from './form-parts'
import { GuardrailPicker } from './guardrail-picker'
import { StagesEditor } from './stages-editor'
import { type KeptDraft, type PartProps } from './types'

const PlanPreview = lazy(async () => ({ default: (await import('./plan-preview')).PlanPreview }))

type Props = PartProps & { check: DraftCheck | undefined; kept: KeptDraft | null }

const isPreset = (key: string): key is DraftForm['preset'] => key === 'careful' || key === 'standard' || key === 'fast'

/** The stages, what guards them, and what automation may do. */
export function PartHow({ form, set, errorOf, choices, check, kept }: Props) {
  return (
    <>
      <Group title="Stages">
        <div role="radiogroup" aria-label="Ready-made stages" className="grid gap-2 sm:grid-cols-2">
          {presets.map(({ key, name, risk, stages }) => (
            <Choice
              key={key}
              name="preset"
              value={key}
              title={key === 'careful' ? `${name} (usual)` : name}
              checked={form.preset === key}
              onChange={() => {
                if (isPreset(key)) set({ preset: key, stages: presetStages(key) })
              }}
            >
              {stages.map(({ weight }) => `${weight}%`).join(' → ')}.{' '}
              {risk ?? 'Small and slow at first: gross harm shows while few people have it.'}
            </Choice>
          ))}
          <Choice
            name="preset"
            value="own"
            title="Own stages"
            checked={form.preset === 'own'}
            onChange={() => set({ preset: 'own' })}
          >
            As written below.
          </Choice>
        </div>
        <Spot field="stages">
          <StagesEditor
            stages={form.stages}
            shows={check?.shows ?? []}
            errorOf={errorOf}
            onChange={(stages) => set({ stages, preset: 'own' })}
          />
          {errorOf('stages') && <p className="text-dense font-medium text-bad">{errorOf('stages')}</p>}
        </Spot>
        <Suspense fallback={null}>
          <PlanPreview draft={kept} />
        </Suspense>
      </Group>
      <Group
        title="Guardrails and goals"
        hint="A guardrail protects: harm past its limit pauses the rollout. A goal is what you hope to win."
      >
        <GuardrailPicker form={form} set={set} errorOf={errorOf} choices={choices} />
      </Group>
      <Group title="Automation">
        <div className="grid gap-4 sm:grid-cols-2">
          <Spot field="policy">
            <Field
              label="Policy"
              error={errorOf('policy')}
              hint="It may pause, stop and roll back by itself, in every state."
            >
              {(described) => (
                <Select {...described} value={form.policy} onChange={(event) => set({ policy: event.target.value })}>
                  {choices.policies.map(({ key, name }) => (
                    <option key={key} value={key}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </Spot>
          <Spot field="holdback">
            <Field
              label="Holdback, %"
              optional
              error={errorOf('holdback')}
              hint="People kept on the old version to the end, at most 5."
            >
              {(described) => (
                <Input
                  {...described}
                  inputMode="decimal"
                  value={form.holdback}
                  maxLength={8}
                  onChange={(event) => set({ holdback: event.target.value })}
                />
              )}
            </Field>
          </Spot>
        </div>
        <p className="text-dense text-text-2">
          People are drawn at random and stay drawn: the share only ever adds people, and the rest are the baseline.
        </p>
      </Group>
    </>
  )
}
