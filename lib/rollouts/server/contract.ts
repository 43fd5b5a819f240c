/** What higher domains may ask of rollouts. */
export { rolloutSaved, type RolloutSaved } from './events'
export { namedByRollouts } from './forget-sample'
export { putOpenIncident } from './open-incidents'
export { recordVerdict } from './record-verdict'
export { findRollout, listDecisions } from './rollout-rows'
export { rolloutVerbs } from './verbs'
export { viewOf } from './view-of'
export { copyVersions, listRolloutsOf, readWatched, type Watched } from './watched'
