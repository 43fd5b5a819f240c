import { z } from 'zod'
import { FlagView } from '@/lib/flags/core/schema'
import { TimelineEventView } from '@/lib/governance/core/schema'
import { IncidentRow, IncidentStrip, IncidentView, TimelineFilter, TimelinePage } from '@/lib/incidents/core/schema'
import { openIncident } from '@/lib/incidents/server/open-incident'
import { tellTimeline } from '@/lib/incidents/server/tell-timeline'
import { incidentVerbs, isIncidentWord, type IncidentWord } from '@/lib/incidents/server/verbs'
import { RolloutView } from '@/lib/rollouts/core/schema'
import { listOf, PAGE, room, text } from './operation'

const { act, read } = room('Incidents')

const SUMMARIES: Readonly<Record<IncidentWord, string>> = {
  acknowledge: 'Say that somebody is on it',
  state: 'Move it on, or out at a side',
  severity: 'Say how bad it is',
  milestone: 'Set the moment of a milestone',
  rename: 'Give it another title',
  merge: 'Merge it into another incident',
  unmerge: 'Take a merge back',
  'link-rollout': 'Link a rollout, as a suspect',
  'unlink-rollout': 'Take the link to a rollout away',
  assign: 'Take or leave a role',
  tasks: 'Add a task',
  'finish-task': 'Finish a task, or open it again',
  suspect: 'Rule a suspect out, or confirm it',
  notes: 'Write a note on the timeline',
  updates: 'Post an update',
  'edit-row': 'Edit, pin or withdraw a row that a person wrote',
}

const WORDS = Object.keys(incidentVerbs).filter(isIncidentWord)

export const incidentOperations = [
  read('GET /api/v1/incidents', 'Incidents, the newest first', listOf(IncidentRow), {
    query: { ...PAGE, open: text('`true`: only those that somebody has to look at.') },
  }),
  act('POST /api/v1/incidents', 'Open an incident', openIncident, IncidentView, { status: 201 }),
  read(
    'GET /api/v1/incidents/strip',
    'The worst open incident, for the strip above every page',
    z.object({ strip: IncidentStrip.nullable() }),
  ),
  read('GET /api/v1/incidents/{id}', 'One incident with its suspects', IncidentView),
  read('GET /api/v1/incidents/{id}/timeline', 'Its timeline, the newest first', TimelinePage, {
    query: {
      ...PAGE,
      filter: { about: 'Which rows.', schema: TimelineFilter.default('all') },
      from: text('Id of the row that the first page begins with.'),
    },
  }),
  read(
    'GET /api/v1/incidents/{id}/export',
    'The incident as Markdown',
    z.object({ name: z.string(), markdown: z.string() }),
  ),
  act(
    'POST /api/v1/incidents/{id}/stop-exposure',
    'Stop exposure of the top suspect',
    { permission: 'rollout.stop', input: z.object({}) },
    z.union([RolloutView, FlagView]),
  ),
  ...WORDS.map((word) =>
    act(`POST /api/v1/incidents/{id}/${word}`, SUMMARIES[word], incidentVerbs[word], IncidentView, {
      addressed: ['incidentId'],
    }),
  ),
  read('GET /api/v1/timeline', 'What happened in the workspace, the newest first', listOf(TimelineEventView), {
    query: { ...PAGE, rollout: text('Only of this rollout, by id or name.') },
    refusals: [401, 403, 404, 422, 503],
  }),
  act(
    'POST /api/v1/timeline',
    'Tell every timeline of a deploy, a change or a note',
    tellTimeline,
    z.object({ id: z.string().nullable(), repeated: z.boolean() }),
    { status: 201 },
  ),
]
