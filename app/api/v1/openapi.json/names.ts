import { z } from 'zod'
import * as analysis from '@/lib/analysis/core/schema'
import * as feedback from '@/lib/feedback/core/schema'
import * as changes from '@/lib/flags/core/change-request'
import * as environments from '@/lib/flags/core/environment-schema'
import * as flags from '@/lib/flags/core/schema'
import { ArchiveFlagInput } from '@/lib/flags/server/archive-flag'
import { EditFlagInput } from '@/lib/flags/server/edit-flag'
import { EditSegmentInput } from '@/lib/flags/server/edit-segment'
import { CopyRulesInput, RestoreVersionInput } from '@/lib/flags/server/restore-version'
import { ResumeFlagInput } from '@/lib/flags/server/stop-flag'
import * as people from '@/lib/governance/core/people-schema'
import * as governance from '@/lib/governance/core/schema'
import * as incidents from '@/lib/incidents/core/schema'
import * as ids from '@/lib/kernel/id'
import { Discipline, Role } from '@/lib/kernel/permissions'
import { Duration, Instant } from '@/lib/kernel/time'
import * as rollouts from '@/lib/rollouts/core/schema'
import * as deployments from '@/lib/telemetry/core/deployment-schema'
import * as telemetry from '@/lib/telemetry/core/schema'
import { DeploymentRead } from '../deployments/with-environment'
import * as viewsOfFeedback from './views-feedback'
import * as viewsOfFlags from './views-flags'
import * as viewsOfHouse from './views-house'
import * as viewsOfRollouts from './views-rollouts'

/** What is written by a verb of its own, and inside of a change that waits for approval. */
const changesOfFlags = {
  ArchiveFlagInput,
  EditFlagInput,
  EditSegmentInput,
  CopyRulesInput,
  RestoreVersionInput,
  ResumeFlagInput,
}

/** Modules whose exported schemas have a name of their own in the document; the first that has a name keeps it. */
const ROOMS: readonly [room: string, module: Readonly<Record<string, unknown>>][] = [
  ['', { ...ids, Discipline, Role, Duration, Instant }],
  ['Rollout', { ...rollouts, ...viewsOfRollouts }],
  ['Flag', { ...flags, ...environments, ...changes, ...changesOfFlags, ...viewsOfFlags }],
  ['Metric', analysis],
  ['Incident', incidents],
  ['Member', { ...governance, ...people }],
  ['Telemetry', telemetry],
  ['Deployment', { ...deployments, DeploymentRead }],
  ['Feedback', { ...feedback, ...viewsOfFeedback }],
  ['House', viewsOfHouse],
]

/** Schemas by the name that the document gives them. A name taken by an earlier room gets the room before it. */
export function namedSchemas(): ReadonlyMap<string, z.ZodType> {
  const named = new Map<string, z.ZodType>()
  const seen = new Set<z.ZodType>()
  for (const [room, module] of ROOMS) {
    for (const [name, schema] of Object.entries(module)) {
      if (!(schema instanceof z.ZodType) || seen.has(schema)) continue
      seen.add(schema)
      named.set(named.has(name) ? `${room}${name}` : name, schema)
    }
  }
  return named
}
