'use client'
import { type Action, useAction } from '@/components/live/use-action'
import { useAnnounce } from '@/components/ui/announcer'
import { Banner } from '@/components/ui/banner'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type PersonView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { LOST } from './person-actions'

type Props = { person: PersonView; exportPerson: Action<object>; onClose: () => void }

/** All that is kept of a person as one file, for that person. */
export function ExportDialog({ person, exportPerson, onClose }: Props) {
  const sent = useAction(exportPerson, ['nothing changes']) // a look: there is nothing to read again
  const announce = useAnnounce()
  const save = async () => {
    const outcome = await sent.send({ personId: person.id })
    if (!outcome?.ok) return
    saveFile(`${person.id}.json`, JSON.stringify(outcome.value, null, 2))
    announce('polite', 'The file is saved')
    onClose()
  }
  return (
    <ConfirmAction
      open
      onOpenChange={onClose}
      title="Export all that is kept of this person?"
      body={`${plural(person.items, 'item', 'items')} with the originals, addresses and what they agreed to, in clear words. Give the file to nobody but them. That you made it goes to the audit.`}
      confirm="Save the file"
      cancel="Leave it"
      focusOn="confirm"
      pending={sent.isPending}
      onConfirm={() => void save()}
    >
      {sent.refusal && <RefusalNote refusal={sent.refusal} />}
      {sent.fault && <Banner tone="warn">{LOST}</Banner>}
    </ConfirmAction>
  )
}

/** A file that the browser makes itself: these words pass no other door. */
function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
