'use client'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { type RolloutEventView, type RolloutView } from '@/lib/rollouts/core/schema'
import { ActivityList } from './activity-list'
import { Card } from './card'
import { type SayingState } from './use-say'

type Filter = 'all' | 'people' | 'words'
type Props = { rollout: RolloutView; events: readonly RolloutEventView[]; eventsFault: boolean; saying: SayingState }

/** Everything that was decided, said and seen. */
export function ActivityTab({ rollout, events, eventsFault, saying }: Props) {
  const [filter, setFilter] = useState<Filter>('all')
  const shown = events.filter(({ kind, by }) => {
    if (filter === 'words') return kind === 'comment' || kind === 'note'
    return filter === 'all' || by?.kind === 'person'
  })
  return (
    <Card
      title="Activity"
      aside={
        <span className="flex flex-wrap items-center gap-2">
          <SegmentedControl<Filter>
            label="Show"
            value={filter}
            options={[
              ['all', 'All'],
              ['people', 'People'],
              ['words', 'Comments and notes'],
            ]}
            onChange={setFilter}
          />
          <Button
            size="small"
            aria-keyshortcuts="C"
            disabledReason={rollout.rights.comment}
            onClick={() => saying.open('comment')}
          >
            Comment
          </Button>
          <Button
            size="small"
            aria-keyshortcuts="M"
            disabledReason={rollout.rights.comment}
            onClick={() => saying.open('annotate')}
          >
            Note on the chart
          </Button>
        </span>
      }
    >
      {eventsFault ? (
        <Banner tone="warn">The activity could not be read. Nothing is lost; it is tried again.</Banner>
      ) : (
        <ActivityList events={shown} now={rollout.now} all />
      )}
    </Card>
  )
}
