'use client'
import { Field, Input, Textarea } from '@/components/ui/field'
import { type DraftCheck } from '@/lib/rollouts/core/schema'
import { Choice, Group, Spot, Tick } from './form-parts'
import { type PartProps } from './types'

/** The way back, what it costs, and who is called. */
export function PartSafety({ form, set, errorOf, check }: PartProps & { check: DraftCheck | undefined }) {
  const overlap = check?.readiness.find(({ key }) => key === 'overlap')
  const tested = check?.readiness.find(({ key }) => key === 'rollback-tested')
  return (
    <>
      <Group
        title="The way back"
        hint="Stop exposure gives everyone the old version within seconds. Say what else has to be done."
      >
        <Spot field="rollbackPlan">
          <Field
            label="How people get back to the old version"
            error={errorOf('rollbackPlan')}
            hint={tested ? `Rollback tested: ${tested.value}.` : undefined}
          >
            {(described) => (
              <Textarea
                {...described}
                value={form.rollbackPlan}
                maxLength={2000}
                placeholder="Stop exposure: everyone is back on the old page. Carts are kept."
                onChange={(event) => set({ rollbackPlan: event.target.value })}
              />
            )}
          </Field>
        </Spot>
        <Spot field="reversible">
          <div role="radiogroup" aria-label="Is it safely reversible?" className="grid gap-2 sm:grid-cols-2">
            <Choice
              name="reversible"
              value="yes"
              title="Safely reversible"
              checked={form.reversible === 'yes'}
              onChange={() => set({ reversible: 'yes' })}
            >
              Rolling back loses nothing.
            </Choice>
            <Choice
              name="reversible"
              value="no"
              title="Not safely reversible"
              checked={form.reversible === 'no'}
              onChange={() => set({ reversible: 'no' })}
            >
              Something is lost, and whoever rolls back is told.
            </Choice>
          </div>
        </Spot>
        {form.reversible === 'no' && (
          <Spot field="lost">
            <Field label="What is lost" error={errorOf('lost')}>
              {(described) => (
                <Textarea
                  {...described}
                  value={form.lost}
                  maxLength={1000}
                  placeholder="Orders placed in the new format are hidden from support."
                  onChange={(event) => set({ lost: event.target.value })}
                />
              )}
            </Field>
          </Spot>
        )}
      </Group>
      <Group title="People">
        <div className="grid gap-4 sm:grid-cols-2">
          <Spot field="onCall">
            <Field label="On call while it runs alone" optional hint="A name or a rota.">
              {(described) => (
                <Input
                  {...described}
                  value={form.onCall}
                  maxLength={200}
                  onChange={(event) => set({ onCall: event.target.value })}
                />
              )}
            </Field>
          </Spot>
          <Field label="Escalation" optional hint="Who is called next, and after how long.">
            {(described) => (
              <Input
                {...described}
                value={form.escalation}
                maxLength={1000}
                placeholder="After 15 min the Payments lead"
                onChange={(event) => set({ escalation: event.target.value })}
              />
            )}
          </Field>
        </div>
      </Group>
      <Group title="The bad day">
        <Spot field="playbook">
          <Field
            label="Playbook"
            optional
            hint="Address of the steps to follow when it goes wrong."
            error={errorOf('playbook')}
          >
            {(described) => (
              <Input
                {...described}
                type="url"
                inputMode="url"
                value={form.playbook ?? ''}
                maxLength={500}
                placeholder="https://wiki.example.com/checkout-runbook"
                onChange={(event) => set({ playbook: event.target.value })}
              />
            )}
          </Field>
        </Spot>
      </Group>
      <Group title="What runs beside it">
        <p className="text-body text-text-2">{overlap ? `${overlap.value}.` : 'Choose flag and environment first.'}</p>
        <Spot field="overlapsSeen">
          <Tick checked={form.overlapsSeen} onChange={(overlapsSeen) => set({ overlapsSeen })}>
            I looked at them: none changes the same thing for the same people, or that is intended.
          </Tick>
        </Spot>
      </Group>
    </>
  )
}
