import { type FlagRowEnvironment } from '@/lib/flags/core/flag-row'
import { type LiveRollout } from './shared-types'

/** What one environment serves, with the live rollout's share, stage and state. No switch: a list is too easy to hit. */
export function ServingCell({ cell, rollout }: { cell: FlagRowEnvironment; rollout: LiveRollout | undefined }) {
  if (cell.stopped) return <span className="font-medium text-bad">■ {cell.serves}</span>
  if (!rollout) return <span className="block truncate">{cell.serves}</span>
  return (
    <span className="whitespace-nowrap">
      <span className="num font-medium">{cell.serves}</span> <StageBars at={rollout.stage} of={rollout.stages} />{' '}
      <span className="text-dense text-text-2">{rollout.word}</span>
      {rollout.harm && <span className="text-dense font-medium text-bad"> ▲ {rollout.harm.toLowerCase()}</span>}
    </span>
  )
}

/** Decorative: the stage is said in words on the rollout’s own page. */
const StageBars = ({ at, of }: { at: number; of: number }) => (
  <span aria-hidden="true" className="tracking-tighter text-accent">
    {'▮'.repeat(Math.min(at, 8))}
    <span className="text-line-strong">{'▯'.repeat(Math.max(0, Math.min(of, 8) - at))}</span>
  </span>
)
