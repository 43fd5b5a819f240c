'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select, Textarea } from '@/components/ui/field'
import { clustersQuery, tagsQuery } from '@/lib/feedback/client/queries'
import { type FeedbackRow, type TriageAct } from '@/lib/feedback/core/schema'
import { type Asking, type Member, snoozeChoices, tagAct } from './asking'
import { ReplyComposer, type SendReply } from './reply-composer'

type Props = {
  asking: Asking
  rows: readonly FeedbackRow[]
  members: readonly Member[]
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

/** What an act needs to know first. Enter sends. */
export function ActDialog(props: Props) {
  const { asking, rows, onClose } = props
  const [only] = rows
  const about = rows.length === 1 && only ? only.name : `${rows.length} items`
  return (
    <Dialog open onOpenChange={onClose} title={`${TITLES[asking]}: ${about}`}>
      <div className="flex flex-col gap-4 pb-4">
        <Fields {...props} />
      </div>
    </Dialog>
  )
}

function Fields({ asking, rows, members, onAct, onReply, onClose }: Props) {
  const [only] = rows
  switch (asking) {
    case 'assign':
      return <AssignField members={members} onAct={onAct} />
    case 'tag':
      return <TagField rows={rows} onAct={onAct} />
    case 'cluster':
      return <ClusterField onAct={onAct} />
    case 'snooze':
      return <SnoozeField onAct={onAct} />
    case 'merge':
      return (
        <Ask
          label="The item it repeats"
          hint="Its id, as in the address of its page. Both keep their history; un-merge restores them exactly."
          submit="Merge"
          read={(id) => (/^fbi_[0-9a-z]{12}$/.test(id) ? { verb: 'merge', into: id as FeedbackRow['id'] } : null)}
          wrong="An id such as fbi_0123456789ab. The similar items beside it have a button that needs none."
          onAct={onAct}
        />
      )
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
      return only ? <ReplyComposer row={only} onReply={onReply} onSent={onClose} /> : null
    default:
      return asking satisfies never
  }
}

function readLink(ref: string): TriageAct | null {
  if (/^https?:\/\/\S+$/i.test(ref)) return { verb: 'link', link: { kind: 'issue', ref, title: '' } }
  if (/^rol_[0-9a-z]{12}$/.test(ref)) return { verb: 'link', link: { kind: 'rollout', ref, title: '' } }
  return /^[\w.-]{1,200}$/.test(ref) ? { verb: 'link', link: { kind: 'flag', ref, title: '' } } : null
}

type AskProps = {
  label: string
  hint?: string
  submit: string
  long?: boolean
  start?: string
  read: (typed: string) => TriageAct | null
  wrong: string
  onAct: (act: TriageAct) => void
}

/** One field and its button; what cannot be read is told beside it. */
function Ask({ label, hint, submit, long = false, start = '', read, wrong, onAct }: AskProps) {
  const [typed, setTyped] = useState(start)
  const [error, setError] = useState<string | null>(null)
  const Control = long ? Textarea : Input
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const act = typed.trim() === '' ? null : read(typed.trim())
        if (act) onAct(act)
        else setError(wrong)
      }}
    >
      <Field label={label} hint={hint} error={error}>
        {(described) => (
          <Control
            {...described}
            value={typed}
            onChange={(event: { target: { value: string } }) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div>
        <Button type="submit" look="primary">
          {submit}
        </Button>
      </div>
    </form>
  )
}

function AssignField({ members, onAct }: Pick<Props, 'members' | 'onAct'>) {
  const [to, setTo] = useState('')
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onAct({ verb: 'assign', assigneeId: to === '' ? null : to })
      }}
    >
      <Field label="Owner">
        {(described) => (
          <Select {...described} value={to} onChange={(event) => setTo(event.target.value)}>
            <option value="">Nobody</option>
            {members.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div>
        <Button type="submit" look="primary">
          Assign
        </Button>
      </div>
    </form>
  )
}

function TagField({ rows, onAct }: Pick<Props, 'rows' | 'onAct'>) {
  const { data: tags = [] } = useQuery(tagsQuery())
  // Enter alone accepts what the machine suggested.
  const suggested = [
    ...new Set(rows.flatMap((row) => row.tags.filter(({ status }) => status === 'suggested').map(({ key }) => key))),
  ]
  return (
    <>
      <Ask
        label="Tags"
        hint="Words with spaces between; -word takes one off. Enter accepts the suggested ones."
        submit="Tag"
        start={suggested.join(' ')}
        read={tagAct}
        wrong="Tags are small letters, digits and dashes."
        onAct={onAct}
      />
      <ul aria-label="Known tags" className="flex flex-wrap gap-1.5">
        {tags
          .filter(({ enabled }) => enabled)
          .map(({ key }) => (
            <li key={key}>
              <Button size="small" onClick={() => onAct({ verb: 'tag', add: [key], remove: [] })}>
                {key}
              </Button>
            </li>
          ))}
      </ul>
    </>
  )
}

function ClusterField({ onAct }: Pick<Props, 'onAct'>) {
  const { data: clusters = [], isPending } = useQuery(clustersQuery())
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onAct({ verb: 'cluster', clusterId: 'new' })}>A new cluster</Button>
        <Button onClick={() => onAct({ verb: 'cluster', clusterId: null })}>None</Button>
      </div>
      {isPending && <p className="text-body text-text-2">Reading clusters …</p>}
      <ul aria-label="Clusters" className="flex flex-col gap-1">
        {clusters.slice(0, 30).map((cluster) => (
          <li key={cluster.id}>
            <button
              type="button"
              onClick={() => onAct({ verb: 'cluster', clusterId: cluster.id })}
              className="touchable w-full rounded-control px-2 py-1.5 text-left text-body hover:bg-sunken"
            >
              <span className="num text-text-3">{cluster.name}</span> {cluster.title}{' '}
              <span className="num text-text-2">{cluster.people} people</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function SnoozeField({ onAct }: Pick<Props, 'onAct'>) {
  const [choices] = useState(() => snoozeChoices(new Date()))
  return (
    <div className="flex flex-col items-start gap-2">
      {choices.map(({ label, at }) => (
        <Button key={label} onClick={() => onAct({ verb: 'snooze', snooze: { until: 'time', at } })}>
          {label}
        </Button>
      ))}
      <Button onClick={() => onAct({ verb: 'snooze', snooze: { until: 'reply' } })}>Until they reply</Button>
    </div>
  )
}
