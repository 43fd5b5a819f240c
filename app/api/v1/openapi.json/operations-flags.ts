import { z } from 'zod'
import { ChangeRequestView, ChangeState } from '@/lib/flags/core/change-request'
import { FlagView, SegmentView } from '@/lib/flags/core/schema'
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
import { EnvironmentId } from '@/lib/kernel/id'
import { listOf, PAGE, room, text } from './operation'
import { ChangedFlags, EnvironmentView, ExplainedFlag, FlagHistoryEntry, FlagSeen, NamingView } from './views-flags'

const { act, read } = room('Flags')
const environments = room('Environments')
const flag = { addressed: ['key'] }
const environment = { addressed: ['environmentId'] }
const request = { addressed: ['requestId'] }
const Saved = z.object({ environmentId: EnvironmentId, version: z.int() })

export const flagOperations = [
  read('GET /api/v1/flags', 'Flags by key', listOf(FlagView), {
    query: { ...PAGE, q: text('Words that key, name, purpose or owner must all have.') },
  }),
  act('POST /api/v1/flags', 'Create a flag', createFlag, FlagView, { status: 201 }),
  read('GET /api/v1/flags/{key}', 'One flag', FlagView),
  act('PATCH /api/v1/flags/{key}', 'Edit a flag and its rules', editFlag, FlagView, flag),
  read('GET /api/v1/flags/{key}/history', 'Versions of a flag, the newest first', listOf(FlagHistoryEntry), {
    query: { cursor: PAGE['cursor'] ?? text('') },
  }),
  read('GET /api/v1/flags/{key}/seen', 'When clients were answered which variant', listOf(FlagSeen)),
  read('GET /api/v1/flags/{key}/explain', 'Why somebody gets what they get', ExplainedFlag, {
    query: {
      environment: text('Key of the environment.', { required: true }),
      targetingKey: text('Who asks.'),
      attributes: text('The rest of the evaluation context, a JSON object.'),
    },
  }),
  act('POST /api/v1/flags/{key}/stop', 'Give everybody the safe variant', stopFlag, FlagView, flag),
  act('POST /api/v1/flags/{key}/resume', 'Lift a stop', resumeFlag, FlagView, flag),
  act('POST /api/v1/flags/{key}/archive', 'Archive a flag', archiveFlag, FlagView, flag),
  act('POST /api/v1/flags/{key}/unarchive', 'Bring an archived flag back', unarchiveFlag, FlagView, flag),
  act(
    'POST /api/v1/flags/{key}/restore-version',
    'Make an earlier version the next one',
    restoreVersion,
    FlagView,
    flag,
  ),
  act('POST /api/v1/flags/{key}/copy-rules', 'Copy rules between environments', copyRules, FlagView, flag),
  act('POST /api/v1/flag-changes', 'One change to many flags', changeFlags, ChangedFlags),
  read('GET /api/v1/change-requests', 'Changes that wait for approval, or did', listOf(ChangeRequestView), {
    query: { ...PAGE, state: { about: 'Only those in this state.', schema: ChangeState } },
  }),
  act('POST /api/v1/change-requests', 'Ask for approval of a change', requestChange, ChangeRequestView, {
    status: 201,
  }),
  read('GET /api/v1/change-requests/{id}', 'One change that was asked for', ChangeRequestView),
  act(
    'POST /api/v1/change-requests/{id}/approve',
    'Sign; the last one carries it out',
    approveChange,
    ChangeRequestView,
    request,
  ),
  act('POST /api/v1/change-requests/{id}/decline', 'Say no, with a reason', declineChange, ChangeRequestView, request),
  act('POST /api/v1/change-requests/{id}/withdraw', 'Take it back', withdrawChange, ChangeRequestView, request),
  read('GET /api/v1/flag-naming', 'How flags are to be called', NamingView),
  act('PATCH /api/v1/flag-naming', 'Say how flags are to be called', editNaming, NamingView),
  read('GET /api/v1/segments', 'Segments by key', listOf(SegmentView), { query: PAGE }),
  act('POST /api/v1/segments', 'Create a segment', createSegment, SegmentView, { status: 201 }),
  read('GET /api/v1/segments/{key}', 'One segment', SegmentView),
  act('PATCH /api/v1/segments/{key}', 'Edit a segment', editSegment, SegmentView, flag),
  act('DELETE /api/v1/segments/{key}', 'Delete a segment', deleteSegment, z.object({ key: z.string() }), flag),
  environments.read('GET /api/v1/environments', 'Environments in their order', listOf(EnvironmentView)),
  environments.act(
    'POST /api/v1/environments',
    'Add an environment',
    createEnvironment,
    Saved.extend({ key: z.string() }),
    { status: 201 },
  ),
  environments.read('GET /api/v1/environments/{id}', 'One environment', EnvironmentView),
  environments.act(
    'PATCH /api/v1/environments/{id}',
    'Edit an environment, its approvals and freezes',
    editEnvironment,
    Saved,
    environment,
  ),
  environments.act(
    'POST /api/v1/environments/{id}/move',
    'Put an environment at another place',
    moveEnvironment,
    z.object({ order: z.array(EnvironmentId) }),
    environment,
  ),
]
