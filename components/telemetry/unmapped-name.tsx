'use client'
import { useState } from 'react'
import { type Save, useSave } from '@/components/governance/settings/use-save'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type Named } from './new-mapping'

type Props = { told: string; environments: readonly Named[]; map: Save; why: string | null }

const ASIDE = 'aside'

/** Says where the deployments of a name belong. */
export function UnmappedName({ told, environments, map, why }: Props) {
  const [chosen, setChosen] = useState('')
  const { send, pending, refusal } = useSave(map, `${told} is mapped`)
  const save = () =>
    send({ kind: 'environment', told, environmentId: chosen === ASIDE ? null : chosen, ignored: chosen === ASIDE })
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="w-44">
        <Select aria-label={`What ${told} is`} value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">Choose…</option>
          {environments.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value={ASIDE}>Leave aside</option>
        </Select>
      </span>
      <Button
        size="small"
        aria-label={`Map ${told}`}
        pending={pending}
        disabledReason={why ?? (chosen === '' ? 'Choose where it belongs first.' : null)}
        onClick={save}
      >
        Map
      </Button>
      {refusal && <RefusalNote refusal={refusal} />}
    </span>
  )
}
