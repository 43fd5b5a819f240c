'use server'
import { bulkTriage } from '@/lib/feedback/server/bulk'
import { replyToItem } from '@/lib/feedback/server/reply'
import { undoAct } from '@/lib/feedback/server/undo'
import { runAction } from '@/lib/governance/server/run-action'
import { type BulkAnswer } from '@/lib/feedback/core/schema'
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
