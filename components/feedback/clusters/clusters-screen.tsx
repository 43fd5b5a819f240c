'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { TrendingUp } from 'lucide-react'
import Link from 'next/link'
import { useLive } from '@/components/live/use-live'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import { clustersQuery, feedbackKeys, feedbackTopics } from '@/lib/feedback/client/queries'
import { type ClusterRow } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { FeedbackTabs } from '../parts/feedback-tabs'
import { CLUSTER_STATE, clustersAnswer, cohortWords } from './cluster-words'

/** What several people say, the most people first. */
export function ClustersScreen({ initial, now }: { initial: ClusterRow[]; now: Instant }) {
  const client = useQueryClient()
  const { data: rows } = useQuery({ ...clustersQuery(), initialData: initial })
  useLive(feedbackTopics.clusters(), () => void client.invalidateQueries({ queryKey: feedbackKeys.clusters() }))
  return (
    <RoomFrame crumbs={[{ label: 'Feedback', href: paths.feedback() }, { label: 'Clusters' }]}>
      <div className="flex flex-col gap-4">
        <PageHead title="Clusters" answer={clustersAnswer(rows)} />
        <FeedbackTabs here="clusters" />
        {rows.length === 0 ? (
          <EmptyState title="Nothing shared yet">
            Near-identical texts are grouped by themselves. Others are suggested, and a person confirms.
          </EmptyState>
        ) : (
          <ol className="card">
            {rows.map((row) => (
              <li
                key={row.id}
                data-cluster={row.name}
                className="relative flex flex-wrap items-baseline gap-x-4 gap-y-1 border-t border-line px-4 py-3 text-body first:border-t-0 hover:bg-sunken/60"
              >
                <Link
                  href={paths.cluster(row.name)}
                  prefetch={false}
                  className="rounded-chip after:absolute after:inset-0"
                >
                  <span className="num mr-2 text-dense text-text-3">{row.name}</span>
                  <span className="font-medium">“{row.title}”</span>
                </Link>
                {row.rising && (
                  <span className="inline-flex items-center gap-1 text-dense font-medium text-warn">
                    <TrendingUp aria-hidden="true" size={16} strokeWidth={2} /> Rising: {row.newPeople24h} new in 24 h
                  </span>
                )}
                <span className="num ml-auto flex flex-wrap gap-x-4 text-dense text-text-2">
                  <span>{plural(row.people, 'person', 'people')}</span>
                  <span>{cohortWords(row)}</span>
                  <span>{CLUSTER_STATE[row.state]}</span>
                  <span>
                    last <Time at={row.lastSeen} format="short" now={now} />
                  </span>
                </span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </RoomFrame>
  )
}
