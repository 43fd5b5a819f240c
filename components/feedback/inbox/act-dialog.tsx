'use client'
import { useEffect, useRef } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { type FeedbackRow, type TriageAct } from '@/lib/feedback/core/schema'
import { type Presence } from '../item/use-presence'
import { type Asking, type Member } from './asking'
import { Ask } from './fields/ask'
import { AssignField } from './fields/assign-field'
import { ClusterField } from './fields/cluster-field'
import { MergeField } from './fields/merge-field'
import { SnoozeField } from './fields/snooze-field'
import { TagField } from './fields/tag-field'
import { ReplyComposer, type SendReply } from './reply-composer'

type Props = {
  asking: Asking
  rows: readonly FeedbackRow[]
  members: readonly Member[]
  me: string
  presence: Presence
  onAct: (act: TriageAct) => void
  onReply: SendReply
  onClose: () => void
}

const TITLES: Readonly<Record<Asking, string>> = {
  assign: 'Assign',
  tag: 'Tag',
  cluster: 'Put into a cluster',
  merge: 'Merge as a duplicate',
  snooze: 'Snooze',
  link: 'Link',
  decline: 'Decline',
  note: 'Internal note',
  reply: 'Reply',
}

/** What an act needs to know first. The first field has focus; Enter sends. */
export function ActDialog(props: Props) {
  const { asking, rows, onClose } = props
  const fields = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // After the dialog itself has opened, which focuses its close button.
    fields.current?.querySelector<HTMLElement>('input, select, textarea, button')?.focus()
  }, [])
  const [only] = rows
  const about = rows.length === 1 && only ? only.name : `${rows.length} items`
  return (
    <Dialog open onOpenChange={onClose} title={`${TITLES[asking]}: ${about}`}>
      <div ref={fields} className="flex flex-col gap-4 pb-4">
        <Fields {...props} />
      </div>
    </Dialog>
  )
}

function Fields({ asking, rows, members, me, presence, onAct, onReply, onClose }: Props) {
  const [only] = rows
  switch (asking) {
    case 'assign':
      return <AssignField members={members} me={me} onAct={onAct} />
    case 'tag':
      return <TagField rows={rows} onAct={onAct} />
    case 'cluster':
      return <ClusterField onAct={onAct} />
    case 'snooze':
      return <SnoozeField onAct={onAct} />
    case 'merge':
      return <MergeField rows={rows} onAct={onAct} />
    case 'link':
      return (
        <Ask
          label="Address of an issue, key of a flag, or id of a rollout"
          submit="Link"
          read={readLink}
          wrong="An address that begins with https://, a flag’s key, or a rollout’s id."
          onAct={onAct}
        />
      )
    case 'decline':
      return (
        <Ask
          label="Why we won’t"
          hint="It stays with the item, and is the draft of an answer."
          submit="Decline"
          long
          read={(reason) => ({ verb: 'decline', reason })}
          wrong="A reason is needed."
          onAct={onAct}
        />
      )
    case 'note':
      return (
        <Ask
          label="Note for the team"
          submit="Add note"
          long
          read={(text) => ({ verb: 'note', text })}
          wrong="Write something."
          onAct={onAct}
        />
      )
    case 'reply':
      return only ? <ReplyComposer row={only} presence={presence} onReply={onReply} onSent={onClose} /> : null
    default:
      return asking satisfies never
  }
}

function readLink(ref: string): TriageAct | null {
  if (/^https?:\/\/\S+$/i.test(ref)) return { verb: 'link', link: { kind: 'issue', ref, title: '' } }
  if (/^rol_[0-9a-z]{12}$/.test(ref)) return { verb: 'link', link: { kind: 'rollout', ref, title: '' } }
  return /^[\w.-]{1,200}$/.test(ref) ? { verb: 'link', link: { kind: 'flag', ref, title: '' } } : null
}
