import { type Operation } from './operation'
import { deploymentOperations } from './operations-deployments'
import { doorOperations } from './operations-doors'
import { feedbackOperations } from './operations-feedback'
import { flagOperations } from './operations-flags'
import { incidentOperations } from './operations-incidents'
import { peopleOperations } from './operations-people'
import { rolloutOperations } from './operations-rollouts'
import { settingsOperations } from './operations-settings'

/** Everything that Soundings answers over HTTP, besides its screens. A new door is one entry in its room's table. */
export const operations: readonly Operation[] = [
  ...rolloutOperations,
  ...flagOperations,
  ...feedbackOperations,
  ...incidentOperations,
  ...deploymentOperations,
  ...peopleOperations,
  ...settingsOperations,
  ...doorOperations,
]
