'use client'
import { Field, Input } from '@/components/ui/field'
import { SaveBar } from './save-bar'
import { useDraft } from './use-draft'
import { errorAt, type Save, useSave } from './use-save'

type Props = {
  name: string
  publicUrl: string | null
  /** What holds while none is named. */
  fallback: string
  version: number
  edit: Save
  why: string | null
}

/** Name of the workspace, and the address that links in mails lead to. */
export function WorkspaceForm({ name, publicUrl, fallback, version, edit, why }: Props) {
  const { draft, set, dirty, discard } = useDraft({ name, publicUrl: publicUrl ?? '' })
  const { send, pending, refusal, forget } = useSave(edit)
  const save = () =>
    send({ name: draft.name, publicUrl: draft.publicUrl === '' ? null : draft.publicUrl, expectedVersion: version })
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={errorAt(refusal, 'name')}>
          {(described) => (
            <Input
              {...described}
              value={draft.name}
              maxLength={100}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Address"
          optional
          hint={`For links in mails. Without one: ${fallback}`}
          error={errorAt(refusal, 'publicUrl')}
        >
          {(described) => (
            <Input
              {...described}
              type="url"
              placeholder="https://soundings.example.com"
              value={draft.publicUrl}
              onChange={(event) => set({ publicUrl: event.target.value })}
            />
          )}
        </Field>
      </div>
      <SaveBar
        dirty={dirty}
        pending={pending}
        refusal={refusal}
        why={why}
        onSave={save}
        onDiscard={() => {
          discard()
          forget()
        }}
      />
    </div>
  )
}
