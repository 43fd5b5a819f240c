import { type LiveRollout } from './shared-types'

/** Said before an edit is saved that changes who comes to the rule of live rollouts. */
export function StratumWarning({ live }: { live: readonly Pick<LiveRollout, 'name'>[] }) {
  if (live.length === 0) return null
  const isOne = live.length === 1
  return (
    <p className="text-body">
      △ {live.map(({ name }) => name).join(', ')} {isOne ? 'is' : 'are'} live here and earlier rules win: other people
      come into {isOne ? 'its' : 'their'} comparison from this version on. It opens a new stratum, so what was seen
      before and after is never mixed, and “enough data” and “harm ruled out” begin anew.
    </p>
  )
}
