'use server'
import {
  type BulkAnswer,
  type ErasureView,
  type PresenceView,
  type SavedView,
  type StartView,
} from '@/lib/feedback/core/schema'
import { bulkTriage } from '@/lib/feedback/server/bulk'
import { erasePerson, exportPerson, setConsent } from '@/lib/feedback/server/people'
import { bePresent } from '@/lib/feedback/server/presence'
import { replyToItem } from '@/lib/feedback/server/reply'
import { type Revealed, revealOriginal } from '@/lib/feedback/server/reveal'
import { deleteView, saveView } from '@/lib/feedback/server/saved-views'
import { setStartView } from '@/lib/feedback/server/start-view'
import { undoAct } from '@/lib/feedback/server/undo'
import { actHere } from '@/lib/governance/server/caller'
import { runAction } from '@/lib/governance/server/run-action'
import { type Outcome } from '@/lib/kernel/result'

export async function bulkAction(input: unknown): Promise<Outcome<BulkAnswer>> {
  return runAction(bulkTriage, input)
}
export async function undoAction(input: unknown): Promise<Outcome<BulkAnswer>> {
  return runAction(undoAct, input)
}
export async function replyAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(replyToItem, input)
}
export async function presenceAction(input: unknown): Promise<Outcome<PresenceView>> {
  return actHere(input, bePresent)
}
export async function revealAction(input: unknown): Promise<Outcome<Revealed>> {
  return actHere(input, revealOriginal)
}
export async function consentAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(setConsent, input)
}
export async function exportPersonAction(input: unknown): Promise<Outcome<object>> {
  return actHere(input, exportPerson)
}
export async function erasePersonAction(input: unknown): Promise<Outcome<ErasureView>> {
  return runAction(erasePerson, input)
}
export async function saveViewAction(input: unknown): Promise<Outcome<SavedView>> {
  return runAction(saveView, input)
}
export async function deleteViewAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(deleteView, input)
}
export async function startViewAction(input: unknown): Promise<Outcome<StartView>> {
  return runAction(setStartView, input)
}
