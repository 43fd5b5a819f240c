'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Textarea } from '@/components/ui/field'
import { type ChangeRequestView } from '@/lib/flags/core/change-request'
import { type Condition, type SegmentView } from '@/lib/flags/core/schema'
import { conditionSentence } from '@/lib/flags/core/sentences'
import { canonicalJson } from '@/lib/kernel/hash'
import { type Instant } from '@/lib/kernel/moments'
import { Answer } from './answer'
import { ConditionEditor } from './condition-editor'
import { grouped, plain } from './grouping'
import { type Deed, type LiveRollout } from './shared-types'
import { StratumWarning } from './stratum-warning'
import { useDeed } from './use-deed'
import { useHeldDeed } from './use-held-deed'

type Props = {
  segment: SegmentView | null
  segments: readonly SegmentView[]
  /** Live rollouts whose people it decides. */
  live: readonly LiveRollout[]
  now: Instant
  close: () => void
  create: Deed<SegmentView>
  edit: Deed<SegmentView>
  request: Deed<ChangeRequestView>
  remove: Deed<{ key: string }>
}

const FRESH: Condition = { all: [{ attribute: 'email', op: 'ends-with', values: [] }] }

const isOther = (before: Condition, after: Condition): boolean => written(before) !== written(after)
const written = (condition: Condition): string => canonicalJson(JSON.parse(JSON.stringify(plain(condition))))

/** A new segment, or an edit with its effect named before it is saved. */
export function SegmentDialog({ segment, segments, live, now, close, ...deeds }: Props) {
  const saving = useHeldDeed({
    deed: segment ? deeds.edit : deeds.create,
    kind: 'edit-segment',
    request: deeds.request,
    places: [],
    now,
  })
  const removing = useDeed(deeds.remove)
  const [key, setKey] = useState(segment?.key ?? '')
  const [name, setName] = useState(segment?.name ?? '')
  const [rule, setRule] = useState<Condition>(segment ? grouped(segment.rule) : FRESH)
  const [note, setNote] = useState('')
  const save = async () => {
    const common = { key, name, rule: plain(rule), note }
    const input = segment ? { ...common, expectedVersion: segment.version } : common
    if (await saving.send(input, `Segment ${name} saved`)) close()
  }
  const remove = async () => {
    if (!segment) return
    const input = { key: segment.key, expectedVersion: segment.version }
    if (await removing.send(input, `Segment ${segment.name} deleted`)) close()
  }
  const choices = {
    segments: segments.filter((other) => other.key !== segment?.key),
    flags: [],
    attributes: ['email', 'plan', 'country', 'platform', 'app'],
  }
  const usedBy = segment?.usedBy.length ?? 0
  return (
    <Dialog
      open
      onOpenChange={close}
      title={segment ? `Edit ${segment.name}` : 'New segment'}
      description={
        usedBy > 0 ? (
          <p>
            {usedBy === 1 ? '1 flag or segment names' : `${usedBy} flags and segments name`} it: what they answer
            changes at once.
          </p>
        ) : null
      }
    >
      <form
        className="flex flex-col gap-4 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Field label="Name">
          {(described) => (
            <Input
              {...described}
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {!segment && (
          <Field label="Key" hint="What rules call it: letters, digits, dots and dashes.">
            {(described) => (
              <Input
                {...described}
                required
                maxLength={99}
                value={key}
                onChange={(event) => setKey(event.target.value)}
              />
            )}
          </Field>
        )}
        <ConditionEditor condition={rule} onChange={setRule} choices={choices} />
        <p className="text-body text-text-2">Reads: {conditionSentence(plain(rule))}</p>
        <Field label="Why" optional>
          {(described) => (
            <Textarea {...described} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
        {segment && isOther(segment.rule, rule) && <StratumWarning live={live} />}
        {saving.hint && <p className="text-body">{saving.hint}</p>}
        <Answer sent={saving.sent} />
        <Answer sent={removing} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" pending={saving.isPending}>
            {saving.label(segment ? 'Save' : 'Create segment')}
          </Button>
          {segment && (
            <Button
              look="quiet"
              pending={removing.isPending}
              disabledReason={usedBy > 0 ? `It is named by ${segment.usedBy.slice(0, 3).join(', ')}.` : null}
              onClick={() => void remove()}
            >
              Delete
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}
