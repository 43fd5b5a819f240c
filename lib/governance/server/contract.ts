/** What every other domain may ask of governance. */
export { authenticateKey, warmKeys } from './authenticate-key'
export { readPersonName } from './person-name'
export { readTimeline, recordTimeline, type NewTimelineEvent } from './timeline'
export { listWorkspaces, readWorkspace } from './workspaces'
