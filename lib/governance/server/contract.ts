/** What every other domain may ask of governance. */
export { authenticateKey, warmKeys } from './authenticate-key'
export { readMembers } from './people'
export { readPersonName } from './person-name'
export { readPrivacy } from './privacy'
export { publicUrl } from './public-url'
export { forgetTimelineOf, sampleRemoved, texts } from './remove-sample'
export { readMakingSamples } from './samples'
export { readTimeline, recordTimeline, recordTimelines, type NewTimelineEvent } from './timeline'
export {
  countTimelineOf,
  findTimelineRow,
  markTimelineRow,
  readChanges,
  readTimelineOf,
  type TimelinePlace,
  type TimelineRowStored,
  type TimelineScope,
} from './timeline-of'
export { listWorkspaces, readWorkspace } from './workspaces'
export { sharedSecret } from '@/lib/platform/secrets'
