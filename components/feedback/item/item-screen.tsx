'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useState } from 'react'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { feedbackItemQuery, feedbackKeys } from '@/lib/feedback/client/queries'
import { type FeedbackItemView, type FeedbackRow, type TriageAct } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { type Asking, type Member } from '../inbox/asking'
import { useInboxKeys } from '../inbox/inbox-keys'
import { ToldBar } from '../inbox/told-bar'
import { type FeedbackActions, useActs } from '../inbox/use-acts'
import { type Rights } from '../parts/rights'
import { ItemPane } from './item-pane'
import { usePresence } from './use-presence'

const ActDialog = lazy(async () => ({ default: (await import('../inbox/act-dialog')).ActDialog }))

type Props = {
  initial: FeedbackItemView
  members: readonly Member[]
  me: string
  rights: Rights
  now: Instant
  actions: FeedbackActions
}

const STATE: Readonly<Record<FeedbackItemView['state'], string>> = {
  new: 'New: nobody has looked at it yet.',
  triaged: 'Triaged: it has a kind or an owner.',
  in_progress: 'In progress.',
  waiting: 'Waiting for their answer.',
  done: 'Done.',
  closed: 'Closed.',
  duplicate: 'A duplicate.',
  declined: 'Declined.',
  spam: 'Spam.',
}

/** One item on a page of its own: on phones, and for whoever follows a link. */
export function ItemScreen({ initial, members, me, rights, now, actions }: Props) {
  const client = useQueryClient()
  const router = useRouter()
  const { data: item } = useQuery({ ...feedbackItemQuery(initial.id), initialData: initial })
  const reload = () => void client.invalidateQueries({ queryKey: feedbackKeys.all })
  const acts = useActs(actions, reload)
  const presence = usePresence(item.id, actions.presence)
  const [asking, ask] = useState<Asking | null>(null)
  const actOn = (row: Pick<FeedbackRow, 'id' | 'name'>, one: TriageAct) => {
    ask(null)
    if (rights.triage === null) void acts.send(one, [row]).then(reload)
  }
  const act = (one: TriageAct) => actOn(item, one)
  const askFirst = (what: Asking) => {
    if ((what === 'reply' ? rights.reply : rights.triage) === null) ask(what)
  }
  useInboxKeys(
    {
      current: item,
      me,
      undo: () => void acts.undo(),
      nextAlike: () => item.cluster && router.push(paths.cluster(item.cluster.name)),
      act,
      ask: askFirst,
    },
    null,
  )
  return (
    <RoomFrame crumbs={[{ label: 'Feedback', href: paths.feedback() }, { label: item.name }]}>
      <div className="flex max-w-4xl flex-col gap-4">
        <PageHead
          title={`${item.name}${item.subject ? ` ${item.subject}` : ''}`}
          answer={`${STATE[item.state]}${item.assignee ? ` ${item.assignee.name} owns it.` : ' Nobody owns it.'}`}
        />
        <ItemPane
          id={item.id}
          initial={initial}
          headed
          now={now}
          onAct={act}
          onAsk={askFirst}
          actOn={actOn}
          rights={rights}
          presence={presence}
          actions={actions}
        />
      </div>
      <ToldBar told={acts.told} onUndo={() => void acts.undo()} onClose={acts.dismiss} />
      {asking && (
        <Suspense fallback={null}>
          <ActDialog
            asking={asking}
            rows={[item]}
            members={members}
            me={me}
            presence={presence}
            onAct={act}
            onReply={acts.reply}
            onClose={() => ask(null)}
          />
        </Suspense>
      )}
    </RoomFrame>
  )
}
