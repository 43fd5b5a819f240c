import type { EnvironmentId } from '@/lib/kernel/id'
import type { Instant } from '@/lib/kernel/moments'
import type { ChangeRequestView } from './change-request'
import type { DiffLine, FieldChange } from './diff-sentences'
import type { Hold } from './hold'
import type { Lifecycle, Seen } from './lifecycle'
import type { FlagDefinition, FlagTargeting } from './schema'

/** What the page of a flag shows whatever tab is open. */
export type FlagDetail = {
  definition: FlagDefinition
  version: number
  createdAt: Instant
  archivedAt: Instant | null
  lifecycle: Lifecycle
  namingFault: string | null
  environments: readonly FlagPlace[]
  /** Changes that wait for approval, the newest first. */
  requests: readonly ChangeRequestView[]
  seen: readonly Seen[]
  /** Answers a minute now, in all environments. */
  perMinute: number
  /** Flags that have this one as a prerequisite. */
  neededBy: readonly string[]
  now: Instant
}

export type FlagPlace = {
  environmentId: EnvironmentId
  key: string
  name: string
  targeting: FlagTargeting
  changedAt: Instant
  revision: number
  /** What keeps its answers as they are. */
  hold: Hold
}

/** Answers of a variant in the last day; the empty variant is the code's own default. */
export type FlagUsageRow = { variant: string; count: number; lastAt: Instant }

/** Clients of an environment, by what they call themselves. */
export type FlagClients = {
  kind: string
  service: string | null
  version: string | null
  clients: number
  oldestRevision: number
  lastAt: Instant
}

/** One entry of a flag's history. */
export type FlagVersionView = {
  version: number
  change: string
  by: string
  note: string
  at: Instant
  fields: readonly FieldChange[]
  environments: readonly PlaceDiff[]
  /** What restoring it would change now; rollouts and stops stay as they are. */
  restores: { fields: readonly FieldChange[]; environments: readonly RestoredPlace[] }
}

/** What differs in one environment, line by line. */
export type PlaceDiff = { key: string; name: string; lines: readonly DiffLine[] }
/** @property opensStratum whether other people would come to the live rollout's rule than do now */
export type RestoredPlace = PlaceDiff & { opensStratum: boolean }
