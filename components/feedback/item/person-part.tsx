'use client'
import Link from 'next/link'
import { lazy, Suspense, useState } from 'react'
import { Button } from '@/components/ui/button'
import { type FeedbackItemView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { type Rights } from '../parts/rights'
import { type PersonActions } from './person-actions'

const ConsentList = lazy(async () => ({ default: (await import('./consent-list')).ConsentList }))
const RevealDialog = lazy(async () => ({ default: (await import('./reveal-dialog')).RevealDialog }))
const ExportDialog = lazy(async () => ({ default: (await import('./export-dialog')).ExportDialog }))
const EraseDialog = lazy(async () => ({ default: (await import('./erase-dialog')).EraseDialog }))

type Props = { item: FeedbackItemView; rights: Rights; actions: PersonActions }

/** Who wrote it, what they agreed to, and what the law gives them: to see and to be forgotten. */
export function PersonPart({ item, rights, actions }: Props) {
  const [open, setOpen] = useState<'reveal' | 'export' | 'erase' | null>(null)
  const { person, maskedKinds } = item
  const close = () => setOpen(null)
  return (
    <>
      <p className="text-body">
        {person ? (
          <>
            {person.label},{' '}
            <Link
              href={`${paths.feedback()}?view=all&q=person:${person.id}`}
              prefetch={false}
              className="num underline"
            >
              {plural(person.items, 'item', 'items')} in all
            </Link>
            .
          </>
        ) : (
          'Nobody knows who wrote it.'
        )}{' '}
        <span className="text-text-2">
          {maskedKinds.length > 0
            ? `Hidden in the words: ${maskedKinds.join(', ')}.`
            : 'Nothing is hidden in the words.'}
          {person && !person.reply.possible && ` No answer can be sent: ${person.reply.reason ?? ''}`}
        </span>
      </p>
      {person && (
        <Suspense fallback={null}>
          <ConsentList person={person} reason={rights.triage} set={actions.consent} />
        </Suspense>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="small" disabledReason={rights.reveal} onClick={() => setOpen('reveal')}>
          Show the original…
        </Button>
        {person && (
          <>
            <Button size="small" disabledReason={rights.exportPerson} onClick={() => setOpen('export')}>
              Export person…
            </Button>
            <Button size="small" disabledReason={rights.erasePerson} onClick={() => setOpen('erase')}>
              Erase person…
            </Button>
          </>
        )}
      </div>
      <Suspense fallback={null}>
        {open === 'reveal' && <RevealDialog item={item} reveal={actions.reveal} onClose={close} />}
        {open === 'export' && person && (
          <ExportDialog person={person} exportPerson={actions.exportPerson} onClose={close} />
        )}
        {open === 'erase' && person && <EraseDialog person={person} erase={actions.erasePerson} onClose={close} />}
      </Suspense>
    </>
  )
}
