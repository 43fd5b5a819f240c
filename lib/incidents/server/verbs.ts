import { linkRollout, unlinkRollout } from './verbs-links'
import { mergeIncident, unmergeIncident } from './verbs-merge'
import { addTask, assignRole, finishTask } from './verbs-people'
import {
  acknowledgeIncident,
  renameIncident,
  setIncidentMilestone,
  setIncidentSeverity,
  setIncidentState,
} from './verbs-state'
import { judgeSuspect } from './verbs-suspects'
import { addNote, editRow, postUpdate } from './verbs-words'

/** Every verb of an incident by its word in the API. */
export const incidentVerbs = {
  acknowledge: acknowledgeIncident,
  state: setIncidentState,
  severity: setIncidentSeverity,
  milestone: setIncidentMilestone,
  rename: renameIncident,
  merge: mergeIncident,
  unmerge: unmergeIncident,
  'link-rollout': linkRollout,
  'unlink-rollout': unlinkRollout,
  assign: assignRole,
  tasks: addTask,
  'finish-task': finishTask,
  suspect: judgeSuspect,
  notes: addNote,
  updates: postUpdate,
  'edit-row': editRow,
} as const

export type IncidentWord = keyof typeof incidentVerbs
export const isIncidentWord = (word: string): word is IncidentWord => word in incidentVerbs
