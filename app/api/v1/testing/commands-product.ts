import { createMetric } from '@/lib/analysis/server/create-metric'
import { archiveMetric, editMetric, unarchiveMetric } from '@/lib/analysis/server/edit-metric'
import { approveChange, declineChange, withdrawChange } from '@/lib/flags/server/answer-change'
import { archiveFlag, unarchiveFlag } from '@/lib/flags/server/archive-flag'
import { changeFlags } from '@/lib/flags/server/change-flags'
import { createFlag } from '@/lib/flags/server/create-flag'
import { createEnvironment, editEnvironment, moveEnvironment } from '@/lib/flags/server/edit-environment'
import { editFlag } from '@/lib/flags/server/edit-flag'
import { createSegment, deleteSegment, editSegment } from '@/lib/flags/server/edit-segment'
import { editNaming } from '@/lib/flags/server/naming'
import { requestChange } from '@/lib/flags/server/request-change'
import { copyRules, restoreVersion } from '@/lib/flags/server/restore-version'
import { resumeFlag, stopFlag } from '@/lib/flags/server/stop-flag'
import { VERBS, type Verb } from '@/lib/rollouts/core/schema'
import { annotate, comment } from '@/lib/rollouts/server/comment'
import { confirmCommand } from '@/lib/rollouts/server/confirm'
import { createRollout } from '@/lib/rollouts/server/create-rollout'
import { discardDraft } from '@/lib/rollouts/server/discard-draft'
import { editRollout } from '@/lib/rollouts/server/edit-rollout'
import { finishDraft } from '@/lib/rollouts/server/finish-draft'
import { saveDraft } from '@/lib/rollouts/server/save-draft'
import { rolloutVerbs } from '@/lib/rollouts/server/verbs'
import { writeReview } from '@/lib/rollouts/server/write-review'
import { row, type CommandRow } from './command-row'
import { type World } from './world'

const spare = { key: 'spare', expectedVersion: 2 }
const place = { key: 'spare', environment: 'production' }
const staff = { key: 'staff', expectedVersion: 1 }
const rollout = ({ rollout: { id, version } }: World) => ({ rolloutId: id, expectedVersion: version })
const PLAN = {
  flag: 'spare',
  environment: 'production',
  hypothesis: 'It helps.',
  rollbackPlan: 'Stop exposure.',
  stages: [{ weight: 5, minSoak: 'PT0S' }],
  guardrails: ['errors'],
}

/** What a draft hears to each verb. */
const TO_A_DRAFT: Readonly<Record<Verb, string>> = {
  'request-approval': 'no-approval-needed',
  start: 'not-ready',
  approve: 'not-awaiting-approval',
  decline: 'not-awaiting-approval',
  pause: 'nobody-exposed',
  'keep-paused': 'not-paused',
  resume: 'not-paused',
  advance: 'nobody-exposed',
  'accept-risk': 'nothing-to-accept',
  stop: 'nobody-exposed',
  'roll-back': 'nobody-exposed',
  finish: 'nobody-exposed',
  abandon: 'done',
  undo: 'nothing-to-undo',
}

/** Flags, environments, segments, metrics and rollouts. */
export const productCommands: readonly CommandRow[] = [
  row(createFlag, () => ({ key: 'fresh', type: 'boolean' }), { elsewhere: 'own' }),
  row(editFlag, () => ({ ...spare, purpose: 'To see more.' })),
  row(stopFlag, () => place),
  row(resumeFlag, () => ({ ...place, expectedVersion: 2 }), { here: 'not-stopped' }),
  row(archiveFlag, () => spare),
  row(unarchiveFlag, () => ({ key: 'gone', expectedVersion: 2 })),
  row(restoreVersion, () => ({ ...spare, version: 1 })),
  row(copyRules, () => ({ ...spare, from: 'production', to: 'production' }), { here: 'same-environment' }),
  row(changeFlags, () => ({ keys: ['spare'], change: { kind: 'tag', tag: 'old' } }), { elsewhere: 'nothing-changed' }),
  row(requestChange, () => ({ change: { kind: 'edit', input: spare } }), { here: 'no-approval-needed' }),
  row(approveChange, ({ change }) => ({ requestId: change.id })),
  row(declineChange, ({ change }) => ({ requestId: change.id, reason: 'No.' })),
  row(withdrawChange, ({ change }) => ({ requestId: change.id }), { here: 'not-yours' }),
  row(editNaming, () => ({ rule: { style: 'kebab', prefixes: [], lengthMax: 60 }, expectedVersion: 0 }), {
    elsewhere: 'own',
  }),
  row(createSegment, ({ segment: { rule } }) => ({ key: 'beta', name: 'Beta', rule }), { elsewhere: 'own' }),
  row(editSegment, () => ({ ...staff, name: 'The staff' })),
  row(deleteSegment, () => staff),
  row(createEnvironment, () => ({ key: 'staging', name: 'Staging' }), { elsewhere: 'own' }),
  row(editEnvironment, ({ environmentId }) => ({ environmentId, name: 'Live' })),
  row(moveEnvironment, ({ environmentId }) => ({ environmentId, to: 0 })),
  row(
    createMetric,
    ({ metric: { source, aggregation, direction } }) => ({ key: 'bought', source, aggregation, direction }),
    {
      elsewhere: 'own',
    },
  ),
  row(editMetric, ({ metric: { key, version } }) => ({ key, expectedVersion: version, objective: 'It works.' })),
  row(archiveMetric, ({ metric: { key, version } }) => ({ key, expectedVersion: version })),
  row(unarchiveMetric, ({ metric: { key, version } }) => ({ key, expectedVersion: version }), { here: 'not-archived' }),
  row(createRollout, () => PLAN, { elsewhere: 'unknown-environment' }),
  row(editRollout, (world) => ({ ...rollout(world), hypothesis: 'It helps a lot.' })),
  ...VERBS.map((verb) => row(rolloutVerbs[verb], rollout, { here: TO_A_DRAFT[verb] })),
  row(confirmCommand, ({ rollout: { id } }) => ({ rolloutId: id }), {
    elsewhere: 'not-rolling-back',
    here: 'not-rolling-back',
  }),
  row(comment, ({ rollout: { id } }) => ({ rolloutId: id, text: 'Good.' })),
  row(annotate, ({ rollout: { id }, runtime }) => ({ rolloutId: id, text: 'Here.', at: runtime.now() })),
  row(
    writeReview,
    ({ rollout: { id } }) => ({ rolloutId: id, expectedVersion: 0, expected: 'More.', observed: 'More.' }),
    {
      here: 'not-ended',
    },
  ),
  row(saveDraft, ({ draft, form }) => ({ draftId: draft.id, expectedVersion: draft.version, form })),
  row(finishDraft, ({ draft }) => ({ draftId: draft.id, expectedVersion: draft.version }), {
    here: 'draft-incomplete',
  }),
  row(discardDraft, ({ draft }) => ({ draftId: draft.id })),
]
