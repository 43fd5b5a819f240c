'use client'
import Link from 'next/link'
import { useState } from 'react'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { useRoom } from '@/components/shell/viewer'
import { Button, buttonClass } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { namingFault, namingWords } from '@/lib/flags/core/naming'
import { type FlagType, type FlagView, type NamingView } from '@/lib/flags/core/schema'
import { paths } from '@/lib/kernel/paths'
import { Answer } from './answer'
import { FirstEvaluation } from './first-evaluation'
import { FlagFields, type FlagFieldsState, sentFields } from './flag-fields'
import { type Deed, type Rights } from './shared-types'
import { useDeed } from './use-deed'
import { readVariants, startingVariants, VariantsEditor } from './variants-editor'

type Props = { naming: NamingView; rights: Rights; endsOn: string; create: Deed<FlagView> }

const TYPES: readonly (readonly [FlagType, string])[] = [
  ['boolean', 'Boolean'],
  ['string', 'Text'],
  ['number', 'Number'],
  ['object', 'Object'],
]
const SAFE: Readonly<Record<FlagType, string>> = { boolean: 'off', string: 'old', number: 'usual', object: 'old' }

/** A new flag serves its safe variant everywhere until somebody says more. */
export function NewFlagScreen({ naming, rights, endsOn, create }: Props) {
  const { viewer } = useRoom()
  const sent = useDeed(create)
  const [key, setKey] = useState('')
  const [type, setType] = useState<FlagType>('boolean')
  const [variants, setVariants] = useState(startingVariants('boolean'))
  const [safe, setSafe] = useState(SAFE.boolean)
  const [fields, setFields] = useState<FlagFieldsState>({
    name: '',
    kind: 'release',
    owner: viewer.name,
    purpose: '',
    expectedImpact: '',
    endsOn,
    permanent: false,
    tags: '',
  })
  const [fault, setFault] = useState<string | null>(null)
  const [made, setMade] = useState<FlagView | null>(null)
  const lint = key === '' ? null : namingFault(key, naming.rule)
  const save = async () => {
    const read = readVariants(type, variants)
    setFault('fault' in read ? read.fault : null)
    if ('fault' in read) return
    const input = { ...sentFields(fields), key, type, variants: read.variants, defaultVariant: safe }
    const flag = await sent.send(input, `Flag ${key} created`)
    if (flag) setMade(flag)
  }
  if (made) return <Made flag={made} />
  return (
    <RoomFrame crumbs={[{ label: 'Flags', href: paths.flags() }, { label: 'New flag' }]}>
      <div className="flex max-w-180 flex-col gap-4">
        <PageHead title="New flag" answer="It serves its safe variant to everyone until you roll it out." />
        <form
          className="card flex flex-col gap-4 px-5 py-5"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <Field
            label="Key"
            hint={`What code calls it, for good. Agreed here: ${namingWords(naming.rule)}.`}
            error={lint && `${lint} You can still create it.`}
          >
            {(described) => (
              <Input
                {...described}
                required
                maxLength={99}
                value={key}
                onChange={(event) => setKey(event.target.value.trim())}
              />
            )}
          </Field>
          <SegmentedControl
            label="Type"
            value={type}
            options={TYPES}
            onChange={(next) => {
              setType(next)
              setVariants(startingVariants(next))
              setSafe(SAFE[next])
            }}
          />
          <VariantsEditor type={type} variants={variants} onChange={setVariants} safe={safe} onSafe={setSafe} />
          {fault && (
            <p role="alert" className="text-dense font-medium text-bad">
              {fault}
            </p>
          )}
          <FlagFields fields={fields} onChange={setFields} />
          <Answer sent={sent} />
          <Button
            type="submit"
            look="primary"
            pending={sent.isPending}
            disabledReason={rights.edit}
            className="self-start"
          >
            Create flag
          </Button>
        </form>
      </div>
    </RoomFrame>
  )
}

const Made = ({ flag }: { flag: FlagView }) => (
  <RoomFrame crumbs={[{ label: 'Flags', href: paths.flags() }, { label: flag.key }]}>
    <div className="flex max-w-220 flex-col gap-4">
      <PageHead
        title={`${flag.key} is served`}
        answer={`Everyone gets ${flag.defaultVariant}, in every environment.`}
        action={
          <span className="flex flex-wrap gap-2">
            <Link href={paths.newRollout(flag.key)} className={buttonClass('primary')}>
              Start rollout
            </Link>
            <Link href={paths.flag(flag.key)} className={buttonClass('secondary')}>
              Open the flag
            </Link>
          </span>
        }
      />
      <FirstEvaluation flag={flag} />
    </div>
  </RoomFrame>
)
