'use client'
import { useQueryClient } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { type Action, useAction } from '@/components/live/use-action'
import { useAnnounce } from '@/components/ui/announcer'
import { buttonClass } from '@/components/ui/button'
import { DropdownMenu, MenuItem, MenuNote } from '@/components/ui/dropdown-menu'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys, savedViewsQuery } from '@/lib/feedback/client/queries'
import { type SavedView, type StartView } from '@/lib/feedback/core/schema'
import { type ViewAddress } from './view-address'

const ViewDialog = lazy(async () => ({ default: (await import('./view-dialog')).ViewDialog }))
const DeleteViewDialog = lazy(async () => ({ default: (await import('./view-dialog')).DeleteViewDialog }))

export type ViewActions = {
  saveView: Action<SavedView>
  deleteView: Action<unknown>
  startView: Action<StartView>
}
type Props = {
  address: ViewAddress
  /** The view that Feedback opens with for this person. */
  startsWith: string
  /** Why this viewer may keep no views; null: they may. */
  reason: string | null
  actions: ViewActions
  onChoose: (query: string) => void
}

/** What can be done with the view that is open: keep it, change it, name it, begin with it, delete it. */
export function ViewMenu({ address, startsWith, reason, actions, onChoose }: Props) {
  const { saved, asked, changed } = address
  const announce = useAnnounce()
  const client = useQueryClient()
  const [open, setOpen] = useState<'new' | 'edit' | 'delete' | null>(null)
  const save = useAction(actions.saveView, feedbackKeys.views())
  const here = saved?.id ?? asked.get('view') ?? 'inbox'
  const [start, setStart] = useState(startsWith)
  const begin = useAction(actions.startView, ['nothing changes']) // it holds for the next visit
  const notMine = saved === null ? 'This view came with Soundings.' : `${saved.owner.name} keeps this view.`
  const ownOnly = reason ?? (saved?.mine ? null : notMine)
  const kept = (view: SavedView) => {
    setOpen(null)
    // Known before its address is: an address of an unknown view would show the inbox.
    client.setQueryData(savedViewsQuery().queryKey, (views = []) =>
      views.some(({ id }) => id === view.id) ? views.map((one) => (one.id === view.id ? view : one)) : [...views, view],
    )
    announce('polite', `View “${view.name}” saved`)
    onChoose(`view=${view.id}`)
  }
  const keepChanges = async () => {
    if (!saved) return
    const { id, name, share, teamId } = saved
    const outcome = await save.send({ id, name, share, teamId, query: asked.toString() })
    if (outcome?.ok) kept(outcome.value)
  }
  const beginHere = async () => {
    const outcome = await begin.send({ view: here })
    if (!outcome?.ok) return
    setStart(here)
    announce('polite', 'Feedback opens with this view now')
  }
  return (
    <div className="shrink-0">
      <DropdownMenu
        label="View options"
        className={buttonClass('secondary', 'small')}
        face={
          <>
            View <ChevronDown aria-hidden="true" size={16} strokeWidth={1.75} />
          </>
        }
      >
        <MenuItem
          disabledReason={ownOnly ?? (changed ? null : 'Nothing is changed in it.')}
          onSelect={() => void keepChanges()}
        >
          Save changes{saved ? ` to “${saved.name}”` : ''}
        </MenuItem>
        <MenuItem disabledReason={reason} onSelect={() => setOpen('new')}>
          Save as a new view…
        </MenuItem>
        <MenuItem disabledReason={ownOnly} onSelect={() => setOpen('edit')}>
          Rename or share…
        </MenuItem>
        <MenuItem disabledReason={start === here ? 'It does already.' : null} onSelect={() => void beginHere()}>
          Open Feedback with this view
        </MenuItem>
        <MenuItem disabledReason={ownOnly} onSelect={() => setOpen('delete')}>
          Delete…
        </MenuItem>
        <MenuNote>The address holds all of it: copy it to show this list to somebody.</MenuNote>
      </DropdownMenu>
      {save.refusal && <RefusalNote refusal={save.refusal} />}
      {begin.refusal && <RefusalNote refusal={begin.refusal} />}
      <Suspense fallback={null}>
        {(open === 'new' || open === 'edit') && (
          <ViewDialog
            view={open === 'edit' ? saved : null}
            asked={asked}
            save={actions.saveView}
            onSaved={kept}
            onClose={() => setOpen(null)}
          />
        )}
        {open === 'delete' && saved && (
          <DeleteViewDialog
            view={saved}
            remove={actions.deleteView}
            onDeleted={() => {
              setOpen(null)
              announce('polite', `View “${saved.name}” deleted`)
              onChoose('view=inbox')
            }}
            onClose={() => setOpen(null)}
          />
        )}
      </Suspense>
    </div>
  )
}
