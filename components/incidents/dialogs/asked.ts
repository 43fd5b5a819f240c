import { type MilestoneKind } from '@/lib/incidents/core/schema'

/** The dialogs of an incident; one is open at most. */
export type Asked =
  | { kind: 'rename' }
  | { kind: 'milestone'; milestone: MilestoneKind }
  | { kind: 'roles' }
  | { kind: 'link' }
  | { kind: 'merge' }
