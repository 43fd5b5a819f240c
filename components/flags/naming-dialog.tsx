'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { namingWords } from '@/lib/flags/core/naming'
import { type NamingRule, type NamingView } from '@/lib/flags/core/schema'
import { Answer } from './answer'
import { type Deed } from './shared-types'
import { useDeed } from './use-deed'

const STYLES: readonly (readonly [NamingRule['style'], string])[] = [
  ['any', 'as you like'],
  ['kebab', 'checkout-v2'],
  ['snake', 'checkout_v2'],
  ['dots', 'shop.checkout-v2'],
  ['camel', 'checkoutV2'],
]

type Props = { naming: NamingView; reason: string | null; edit: Deed<NamingView>; close: () => void }

/** How flags are to be called here. It marks those that break it and refuses none. */
export function NamingDialog({ naming, reason, edit, close }: Props) {
  const sent = useDeed(edit)
  const [rule, setRule] = useState(naming.rule)
  const [prefixes, setPrefixes] = useState(naming.rule.prefixes.join(' '))
  const wanted = { ...rule, prefixes: prefixes.split(/[\s,]+/).filter(Boolean) }
  const save = async () => {
    if (await sent.send({ rule: wanted, expectedVersion: naming.version }, 'Naming rule saved')) close()
  }
  return (
    <Dialog
      open
      onOpenChange={close}
      title="Naming rule"
      description={
        <p>Keys should be written {namingWords(wanted)}. Flags that break the rule are marked, never refused.</p>
      }
    >
      <div className="flex flex-col gap-4 pb-5">
        <Field label="Written as">
          {(described) => (
            <Select
              {...described}
              value={rule.style}
              onChange={(event) =>
                setRule({ ...rule, style: STYLES.find(([style]) => style === event.target.value)?.[0] ?? 'any' })
              }
            >
              {STYLES.map(([style, words]) => (
                <option key={style} value={style}>
                  {words}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Starts with one of" hint="Words with blanks between them, such as shop- pay-" optional>
          {(described) => (
            <Input {...described} value={prefixes} onChange={(event) => setPrefixes(event.target.value)} />
          )}
        </Field>
        <Field label="Characters at most">
          {(described) => (
            <Input
              {...described}
              type="number"
              min={5}
              max={99}
              value={rule.lengthMax}
              onChange={(event) => setRule({ ...rule, lengthMax: Number(event.target.value) })}
            />
          )}
        </Field>
        <Answer sent={sent} />
        <Button look="primary" pending={sent.isPending} disabledReason={reason} onClick={() => void save()}>
          Save the rule
        </Button>
      </div>
    </Dialog>
  )
}
