'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Textarea } from '@/components/ui/field'
import { answersOtherwise } from '@/lib/flags/core/hold'
import { Answer } from './answer'
import { FlagFields, fieldsOf, sentFields } from './flag-fields'
import { type FlagScreenProps } from './flag-screen-types'
import { useHeldDeed } from './use-held-deed'
import { readVariants, VariantsEditor, variantTexts } from './variants-editor'

/** What the flag is: owner, purpose, dates, variants. Whom it serves is edited in Targeting. */
export function EditDialog({ detail, rights, deeds, close }: FlagScreenProps & { close: () => void }) {
  const { definition } = detail
  const [fields, setFields] = useState(fieldsOf(definition))
  const [variants, setVariants] = useState(variantTexts(definition.variants))
  const [safe, setSafe] = useState(definition.defaultVariant)
  const [note, setNote] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const read = readVariants(definition.type, variants)
  const after = 'fault' in read ? definition : { ...definition, variants: read.variants }
  const places = detail.environments.filter(({ targeting }) =>
    answersOtherwise({ definition, targeting }, { definition: after, targeting }),
  )
  const held = useHeldDeed({ deed: deeds.edit, kind: 'edit', request: deeds.request, places, now: detail.now })
  const save = async () => {
    setFault('fault' in read ? read.fault : null)
    if ('fault' in read) return
    const input = {
      ...sentFields(fields),
      key: definition.key,
      expectedVersion: detail.version,
      variants: read.variants,
      defaultVariant: safe,
      note,
    }
    if (await held.send(input, `${definition.key} saved as version ${detail.version + 1}`)) close()
  }
  return (
    <Dialog open onOpenChange={close} title={`Edit ${definition.key}`}>
      <form
        className="flex flex-col gap-4 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <FlagFields fields={fields} onChange={setFields} />
        <VariantsEditor
          type={definition.type}
          variants={variants}
          onChange={setVariants}
          safe={safe}
          onSafe={setSafe}
        />
        {fault && (
          <p role="alert" className="text-dense font-medium text-bad">
            {fault}
          </p>
        )}
        <Field label="Why" optional>
          {(described) => (
            <Textarea {...described} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
        {held.hint && <p className="text-body">{held.hint}</p>}
        <Answer sent={held.sent} />
        <Button type="submit" look="primary" pending={held.isPending} disabledReason={rights.edit ?? held.reason}>
          {held.label(`Save as version ${detail.version + 1}`)}
        </Button>
      </form>
    </Dialog>
  )
}
