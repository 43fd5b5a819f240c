'use server'
import { type Choices } from '@/components/flags/condition-editor'
import { type ChangeRequestView } from '@/lib/flags/core/change-request'
import { type ChangeEstimate } from '@/lib/flags/core/estimate'
import { type FlagView } from '@/lib/flags/core/schema'
import { approveChange, declineChange, withdrawChange } from '@/lib/flags/server/answer-change'
import { archiveFlag, unarchiveFlag } from '@/lib/flags/server/archive-flag'
import { editFlag } from '@/lib/flags/server/edit-flag'
import { explainFlag, estimateFlag, type ExplainedFlag, ExplainInput } from '@/lib/flags/server/explain-flag'
import { readChoices } from '@/lib/flags/server/flag-list'
import { findEnvironment } from '@/lib/flags/server/environments'
import { requestChange } from '@/lib/flags/server/request-change'
import { copyRules, restoreVersion } from '@/lib/flags/server/restore-version'
import { resumeFlag, stopFlag } from '@/lib/flags/server/stop-flag'
import { runAction } from '@/lib/governance/server/run-action'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { sampleExposures } from '@/lib/telemetry/server/exposure-sample'

type Answer = Promise<Outcome<FlagView>>

export async function edit(input: unknown): Answer {
  return runAction(editFlag, input)
}
export async function stop(input: unknown): Answer {
  return runAction(stopFlag, input)
}
export async function resume(input: unknown): Answer {
  return runAction(resumeFlag, input)
}
export async function archive(input: unknown): Answer {
  return runAction(archiveFlag, input)
}
export async function unarchive(input: unknown): Answer {
  return runAction(unarchiveFlag, input)
}
export async function restore(input: unknown): Answer {
  return runAction(restoreVersion, input)
}
export async function copy(input: unknown): Answer {
  return runAction(copyRules, input)
}

export async function request(input: unknown): Promise<Outcome<ChangeRequestView>> {
  return runAction(requestChange, input)
}
export async function approve(input: unknown): Promise<Outcome<ChangeRequestView>> {
  return runAction(approveChange, input)
}
export async function decline(input: unknown): Promise<Outcome<ChangeRequestView>> {
  return runAction(declineChange, input)
}
export async function withdraw(input: unknown): Promise<Outcome<ChangeRequestView>> {
  return runAction(withdrawChange, input)
}

/** Why one person gets what they get; changes nothing. */
export async function explain(input: unknown): Promise<Outcome<ExplainedFlag>> {
  const { runtime, actor } = await signedIn(paths.flags())
  return explainFlag(runtime.database.db, actor.workspaceId, input, runtime.now())
}

/** How many people a day a draft changes; null when nobody is known to have met the flag. */
export async function estimate(input: unknown): Promise<Outcome<ChangeEstimate | null>> {
  const { runtime, actor } = await signedIn(paths.flags())
  const parsed = ExplainInput.safeParse(input)
  if (!parsed.success || !parsed.data.draft) return refuse('invalid-input', 'Rules are missing.', { field: 'draft' })
  const { key, environment, draft } = parsed.data
  const { db } = runtime.database
  const { workspaceId } = actor
  const place = await findEnvironment(db, workspaceId, environment)
  if (!place) return refuse('not-found', `There is no environment ${environment} here.`)
  const sample = await sampleExposures(db, { workspaceId, environmentId: place.id, flag: key }, runtime.now())
  if (!sample || sample.people === 0) return { ok: true, value: null }
  return estimateFlag(db, { workspaceId, key, environment, draft, sample, now: runtime.now() })
}

/** What conditions may name, for the editor of rules. */
export async function choices(): Promise<Choices> {
  const { runtime, actor } = await signedIn(paths.flags())
  return readChoices(runtime.database.db, actor.workspaceId)
}
