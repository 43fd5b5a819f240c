'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type ReactNode } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { useLive } from '@/components/live/use-live'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Time } from '@/components/ui/time'
import { clusterQuery, feedbackKeys, feedbackTopics } from '@/lib/feedback/client/queries'
import { type ClusterView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { ToldBar } from '../inbox/told-bar'
import { type Rights } from '../parts/rights'
import { ClusterEdit } from './cluster-edit'
import { ClusterKin } from './cluster-kin'
import { ClusterMembers } from './cluster-members'
import { clusterAnswer } from './cluster-words'
import { ClusterTrend, FlagsOfPeople, SlicesOfPeople } from './cluster-figures'
import { type ClusterActions, useClusterActs } from './use-cluster-acts'

type Props = { initial: ClusterView; rights: Pick<Rights, 'triage'>; now: Instant; actions: ClusterActions }

/** One cluster: who says it, since when, in which cohort, in their words, and a person's word on what belongs to it. */
export function ClusterScreen({ initial, rights, now, actions }: Props) {
  const client = useQueryClient()
  const router = useRouter()
  const { data: cluster } = useQuery({ ...clusterQuery(initial.id), initialData: initial })
  useLive(feedbackTopics.cluster(initial.id), () => {
    void client.invalidateQueries({ queryKey: feedbackKeys.clusters() })
  })
  const acts = useClusterActs(cluster, actions)
  useHotkeys([{ key: 'z', label: 'Undo', run: () => void acts.undo() }], 'Feedback')
  const reason = rights.triage
  return (
    <RoomFrame
      crumbs={[
        { label: 'Feedback', href: paths.feedback() },
        { label: 'Clusters', href: paths.clusters() },
        { label: cluster.name },
      ]}
    >
      <div className="flex max-w-4xl flex-col gap-4">
        <PageHead title={`${cluster.name} “${cluster.title}”`} answer={clusterAnswer(cluster)} />
        <ClusterEdit
          key={`${cluster.title} ${cluster.state}`}
          cluster={cluster}
          reason={reason}
          edit={actions.edit}
          onDone={acts.done}
        />
        <Part title="New people a day">
          <ClusterTrend trend={cluster.trend} />
        </Part>
        {cluster.flags.length > 0 && (
          <Part title="Flags these people had">
            <FlagsOfPeople cluster={cluster} />
          </Part>
        )}
        <Part title="Who">
          <SlicesOfPeople cluster={cluster} />
        </Part>
        <Part title="In their words">
          <ul className="flex flex-col gap-2">
            {otherWords(cluster.quotes).map((quote) => (
              <li key={quote.id} className="break-words">
                <Link href={paths.feedbackItem(quote.name)} prefetch={false} className="num text-dense underline">
                  {quote.name}
                </Link>{' '}
                “{quote.text}”
              </li>
            ))}
          </ul>
        </Part>
        {cluster.maybeSame.length > 0 && (
          <Part title="Perhaps the same">
            <ClusterKin cluster={cluster} reason={reason} merge={actions.merge} onDone={acts.merged} />
          </Part>
        )}
        <Part title={`Its ${plural(cluster.items, 'item', 'items')}`}>
          <ClusterMembers
            cluster={cluster}
            reason={reason}
            pending={acts.pending}
            now={now}
            onSend={acts.send}
            onOpen={(name) => router.push(paths.feedbackItem(name))}
          />
          <Link
            href={`${paths.feedback()}?view=all&q=cluster:${cluster.name}`}
            prefetch={false}
            className="w-fit underline"
          >
            Open them in the inbox
          </Link>
        </Part>
        <Part title="History">
          {cluster.history.length === 0 && <p className="text-text-2">Machines grouped it; nobody has changed it.</p>}
          <ol className="flex flex-col gap-1 text-dense">
            {cluster.history.map((line, i) => (
              <li key={line.actId ?? i}>
                {line.sentence} · <Time at={line.at} format="short" now={now} />
              </li>
            ))}
          </ol>
        </Part>
      </div>
      <ToldBar told={acts.told} onUndo={() => void acts.undo()} onClose={acts.dismiss} />
    </RoomFrame>
  )
}

/** The same words are read once. */
const otherWords = (quotes: ClusterView['quotes']): ClusterView['quotes'] =>
  quotes.filter(({ text }, i) => quotes.findIndex((one) => one.text === text) === i)

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="card flex flex-col gap-2 p-4 text-body">
    <h2 className="text-answer font-bold">{title}</h2>
    {children}
  </section>
)
