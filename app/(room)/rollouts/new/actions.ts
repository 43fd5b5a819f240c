'use server'
import { runAction } from '@/lib/governance/server/run-action'
import { type Outcome } from '@/lib/kernel/result'
import { type DraftView, type RolloutView } from '@/lib/rollouts/core/schema'
import { discardDraft } from '@/lib/rollouts/server/discard-draft'
import { finishDraft } from '@/lib/rollouts/server/finish-draft'
import { saveDraft } from '@/lib/rollouts/server/save-draft'

export async function save(input: unknown): Promise<Outcome<DraftView>> {
  return runAction(saveDraft, input)
}
export async function finish(input: unknown): Promise<Outcome<RolloutView>> {
  return runAction(finishDraft, input)
}
export async function discard(input: unknown): Promise<Outcome<{ discarded: true }>> {
  return runAction(discardDraft, input)
}
