'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '@/components/live/use-action'
import { useAnnounce } from '@/components/ui/announcer'
import { Banner } from '@/components/ui/banner'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Input } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys } from '@/lib/feedback/client/queries'
import { type ErasureView, type PersonView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { LOST, type PersonActions } from './person-actions'

type Props = { person: PersonView; erase: PersonActions['erasePerson']; onClose: () => void }

/** Counts first; then the very count that was shown has to be typed, so that nobody deletes more than they saw. */
export function EraseDialog({ person, erase, onClose }: Props) {
  // Without a count to confirm it only counts.
  const counted = useQuery({
    queryKey: ['feedback-erasure', person.id],
    queryFn: () => erase({ personId: person.id, idempotencyKey: crypto.randomUUID() }),
    gcTime: 0,
    retry: false,
  })
  const sent = useAction(erase, feedbackKeys.all)
  const announce = useAnnounce()
  const counts = counted.data?.ok ? counted.data.value : null
  const refusal = sent.refusal ?? (counted.data?.ok === false ? counted.data : null)
  const [typed, setTyped] = useState('')
  const fits = counts !== null && typed.trim() === String(counts.total)
  const confirm = async () => {
    if (!counts || !fits) return
    const outcome = await sent.send({ personId: person.id, confirm: counts.total })
    if (outcome?.ok) {
      announce('polite', 'The person is erased')
      onClose()
    } else await counted.refetch()
  }
  return (
    <ConfirmAction
      open
      onOpenChange={onClose}
      title="Erase this person?"
      body={counts ? countsWords(counts) : 'Counting …'}
      confirm={counts ? `Erase ${plural(counts.total, 'thing', 'things')}` : 'Erase'}
      cancel="Keep them"
      look="danger"
      pending={sent.isPending}
      disabledReason={counts ? (fits ? null : `Type ${counts.total} to confirm.`) : 'It is being counted.'}
      onConfirm={() => void confirm()}
    >
      {counts && (
        <Field label={`Type ${counts.total} to confirm`}>
          {(described) => (
            <Input
              {...described}
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      )}
      {refusal && <RefusalNote refusal={refusal} />}
      {(sent.fault ?? counted.error) && <Banner tone="warn">{LOST}</Banner>}
    </ConfirmAction>
  )
}

const countsWords = ({ items, messages, attachments, identities, consents }: ErasureView): string =>
  `${plural(items, 'item loses its', 'items lose their')} words; ${plural(messages, 'message', 'messages')}, ${attachments > 0 ? `${plural(attachments, 'picture', 'pictures')}, ` : ''}${plural(identities, 'address or name', 'addresses and names')} and ${plural(consents, 'consent', 'consents')} go. Counts of clusters and decisions stay. It can’t be undone.`
