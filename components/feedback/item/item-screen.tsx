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
import { ActButtons } from '../inbox/act-buttons'
import { type Asking, type Member } from '../inbox/asking'
import { useInboxKeys } from '../inbox/inbox-keys'
import { ToldBar } from '../inbox/told-bar'
import { type FeedbackActions, useActs } from '../inbox/use-acts'
import { ItemPane } from './item-pane'

const ActDialog = lazy(async () => ({ default: (await import('../inbox/act-dialog')).ActDialog }))

type Props = {
  initial: FeedbackItemView
  members: readonly Member[]
  me: string
  mayTriage: boolean
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
export function ItemScreen({ initial, members, me, mayTriage, now, actions }: Props) {
  const client = useQueryClient()
  const router = useRouter()
  const { data: item } = useQuery({ ...feedbackItemQuery(initial.id), initialData: initial })
  const reload = () => void client.invalidateQueries({ queryKey: feedbackKeys.all })
  const acts = useActs(actions, reload)
  const [asking, ask] = useState<Asking | null>(null)
  const act = (one: TriageAct) => {
    ask(null)
    if (!mayTriage) return
    void acts.send(one, [item]).then(reload)
  }
  const askFirst = (what: Asking) => mayTriage && ask(what)
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
          acts={<ActButtons mayTriage={mayTriage} onAct={act} onAsk={askFirst} />}
          onMerge={mayTriage ? (into) => act({ verb: 'merge', into: into.id as FeedbackRow['id'] }) : null}
        />
      </div>
      <ToldBar told={acts.told} onUndo={() => void acts.undo()} onClose={acts.dismiss} />
      {asking && (
        <Suspense fallback={null}>
          <ActDialog
            asking={asking}
            rows={[item]}
            members={members}
            onAct={act}
            onReply={acts.reply}
            onClose={() => ask(null)}
          />
        </Suspense>
      )}
    </RoomFrame>
  )
}
