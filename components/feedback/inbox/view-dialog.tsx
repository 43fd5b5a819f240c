'use client'
import { useState } from 'react'
import { type Action, useAction } from '@/components/live/use-action'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { feedbackKeys } from '@/lib/feedback/client/queries'
import { type SavedView } from '@/lib/feedback/core/schema'
import { askedWords } from './view-address'

const LOST = 'Nothing changed: Soundings couldn’t be reached. Try again.'

type Props = {
  /** The view to rename or share; null: a new one is made of what is asked for now. */
  view: SavedView | null
  asked: URLSearchParams
  save: Action<SavedView>
  onSaved: (view: SavedView) => void
  onClose: () => void
}

/** A name for a list, and who sees it. */
export function ViewDialog({ view, asked, save, onSaved, onClose }: Props) {
  const sent = useAction(save, feedbackKeys.views())
  const [name, setName] = useState(view?.name ?? '')
  const [share, setShare] = useState<'me' | 'everyone'>(view === null || view.share === 'me' ? 'me' : 'everyone')
  const words = view ? new URLSearchParams(view.query) : asked
  const submit = async () => {
    const outcome = await sent.send({
      ...(view ? { id: view.id } : {}),
      name: name.trim(),
      share,
      query: words.toString(),
    })
    if (outcome?.ok) onSaved(outcome.value)
  }
  return (
    <Dialog open onOpenChange={onClose} title={view ? `Rename or share “${view.name}”` : 'Save as a new view'}>
      <form
        className="flex flex-col items-start gap-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <div className="w-full">
          <Field label="Name" hint={askedWords(words)}>
            {(described) => (
              <Input
                {...described}
                required
                maxLength={60}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </div>
        <SegmentedControl
          label="Who sees it"
          value={share}
          options={[
            ['me', 'Only me'],
            ['everyone', 'Everyone here'],
          ]}
          onChange={setShare}
        />
        {sent.refusal && <RefusalNote refusal={sent.refusal} />}
        {sent.fault && <Banner tone="warn">{LOST}</Banner>}
        <Button
          type="submit"
          look="primary"
          pending={sent.isPending}
          disabledReason={name.trim() === '' ? 'Give it a name.' : null}
        >
          Save view
        </Button>
      </form>
    </Dialog>
  )
}

type DeleteProps = { view: SavedView; remove: Action<unknown>; onDeleted: () => void; onClose: () => void }

/** Asked once: others may use a shared view. */
export function DeleteViewDialog({ view, remove, onDeleted, onClose }: DeleteProps) {
  const sent = useAction(remove, feedbackKeys.views())
  const others = view.share === 'me' ? '' : ' Everyone here loses it.'
  return (
    <ConfirmAction
      open
      onOpenChange={onClose}
      title={`Delete the view “${view.name}”?`}
      body={`The items in it stay as they are.${others} It held: ${askedWords(new URLSearchParams(view.query))}`}
      confirm="Delete view"
      cancel="Keep it"
      look="danger"
      pending={sent.isPending}
      onConfirm={() => void sent.send({ id: view.id }).then((outcome) => outcome?.ok && onDeleted())}
    >
      {sent.refusal && <RefusalNote refusal={sent.refusal} />}
      {sent.fault && <Banner tone="warn">{LOST}</Banner>}
    </ConfirmAction>
  )
}
