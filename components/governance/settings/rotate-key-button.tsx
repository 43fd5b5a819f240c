'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { Time } from '@/components/ui/time'
import { type RotatedKey } from '@/lib/governance/core/schema'
import { SecretShown } from './secret-shown'
import { type Save, useSave } from './use-save'

const OVERLAPS = [
  [0, 'Not at all: it stops now'],
  [1, 'For an hour'],
  [24, 'For a day'],
  [168, 'For a week'],
  [720, 'For 30 days'],
] as const

type Props = { keyId: string; name: string; rotate: Save<RotatedKey>; why: string | null }

/** A new key for the same purpose, while the old one works on for a while. */
export function RotateKeyButton({ keyId, name, rotate, why }: Props) {
  const [open, setOpen] = useState(false)
  const [overlapHours, setOverlap] = useState(24)
  const [made, setMade] = useState<RotatedKey | null>(null)
  const { send, pending, refusal, forget, refresh } = useSave(rotate, 'Key rotated', true)
  const show = (next: boolean) => {
    setOpen(next)
    if (made) refresh()
    setMade(null)
    forget()
  }
  return (
    <>
      <Button size="small" aria-label={`Rotate ${name}`} disabledReason={why} onClick={() => show(true)}>
        Rotate
      </Button>
      <Dialog open={open} onOpenChange={show} title={`Rotate ${name}`}>
        <div className="flex flex-col gap-4 pb-4">
          {made ? (
            <>
              {made.key && (
                <SecretShown text={made.key} what="key">
                  Copy it now: it is shown this once and kept nowhere.
                </SecretShown>
              )}
              <p className="text-body">
                The old key works until <Time at={made.oldEndsAt} format="both" />.
              </p>
              <Button onClick={() => show(false)}>Done</Button>
            </>
          ) : (
            <>
              <Field label="The old key works on">
                {(described) => (
                  <Select
                    {...described}
                    value={overlapHours}
                    onChange={(event) => setOverlap(Number(event.target.value))}
                  >
                    {OVERLAPS.map(([hours, words]) => (
                      <option key={hours} value={hours}>
                        {words}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              {refusal && <RefusalNote refusal={refusal} />}
              <Button look="primary" pending={pending} onClick={() => send({ keyId, overlapHours }, setMade)}>
                Make the new key
              </Button>
            </>
          )}
        </div>
      </Dialog>
    </>
  )
}
