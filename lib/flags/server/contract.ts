/** What higher domains may ask of flags. */
export { createEnvironment, findEnvironment, listEnvironments, type EnvironmentRow } from './environments'
export { readFlag } from './reads'
export { readPropagation } from './propagation'
export { publishRevision } from './publish'
export { serveRollout } from './serve-rollout'
export { openStageLookup } from './stage-lookup'
export { freezesFrom } from '../core/freeze'
export { readOwners } from './flag-owners'
