import { type LiveRollout } from './shared-types'

/** Said before an edit is saved that changes who comes to a live rollout's rule. */
export const StratumWarning = ({ live }: { live: LiveRollout }) => (
  <p className="text-body">
    △ {live.name} is live here and earlier rules win: other people come into its comparison from this version on. It
    opens a new stratum, so what was seen before and after is never mixed, and “enough data” and “harm ruled out” begin
    anew.
  </p>
)
