'use client'
import { Field, Input, Select } from '@/components/ui/field'
import { type EnvironmentId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/moments'
import { FreezeFields } from './freeze-fields'
import { SaveBar } from './save-bar'
import { useDraft } from './use-draft'
import { errorAt, type Save, useSave } from './use-save'

export type WeeklyWindow = {
  name: string
  zone: string
  fromDay: number
  fromTime: string
  untilDay: number
  untilTime: string
}
export type DatedWindow = { name: string; from: Instant; until: Instant }
export type EnvironmentView = {
  id: EnvironmentId
  key: string
  name: string
  fourEyes: 'demanded' | 'off'
  approvalsMin: number
  confirmWithinS: number
  freezes: DatedWindow[]
  weeklyFreezes: WeeklyWindow[]
  version: number
}
type Props = { environment: EnvironmentView; edit: Save; why: string | null }

/** Everything about one environment that can be changed; nothing of it changes what is served. */
export function EnvironmentForm({ environment, edit, why }: Props) {
  const {
    id: environmentId,
    version,
    name,
    fourEyes,
    approvalsMin,
    confirmWithinS,
    freezes,
    weeklyFreezes,
  } = environment
  const saved = { name, fourEyes, approvalsMin, confirmWithinS, freezes, weeklyFreezes }
  const { draft, set, dirty, discard } = useDraft(saved)
  const { send, pending, refusal, forget } = useSave(edit)
  return (
    <div className="mt-4 flex flex-col gap-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={errorAt(refusal, 'name')}>
          {(described) => (
            <Input
              {...described}
              value={draft.name}
              maxLength={50}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="Who approves" hint="With four eyes nobody approves their own rollout.">
          {(described) => (
            <Select
              {...described}
              value={draft.fourEyes}
              onChange={(event) => set({ fourEyes: event.target.value === 'off' ? 'off' : 'demanded' })}
            >
              <option value="demanded">Somebody else (four eyes)</option>
              <option value="off">Anybody who may approve</option>
            </Select>
          )}
        </Field>
        <Field label="Least approvals" hint="0: only what the stages ask for.">
          {(described) => (
            <Input
              {...described}
              type="number"
              min={0}
              max={10}
              value={draft.approvalsMin}
              onChange={(event) => set({ approvalsMin: number(event.target.value, 10) })}
            />
          )}
        </Field>
        <Field label="Clients confirm within, in seconds" hint="After that those that have not are named.">
          {(described) => (
            <Input
              {...described}
              type="number"
              min={5}
              max={3600}
              value={draft.confirmWithinS}
              onChange={(event) => set({ confirmWithinS: number(event.target.value, 3600) })}
            />
          )}
        </Field>
      </div>
      <FreezeFields weekly={draft.weeklyFreezes} dated={draft.freezes} onChange={set} />
      <SaveBar
        dirty={dirty}
        pending={pending}
        refusal={refusal}
        why={why}
        onSave={() => send({ environmentId, ...draft, expectedVersion: version })}
        onDiscard={() => {
          discard()
          forget()
        }}
      />
    </div>
  )
}

/** A whole number from what is typed; the server says what is too small. */
const number = (text: string, most: number): number => Math.min(most, Math.max(0, Math.round(Number(text) || 0)))
