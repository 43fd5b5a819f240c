'use server'
import { changeFlags } from '@/lib/flags/server/change-flags'
import { type ChangedFlags, type NamingView, type SegmentView } from '@/lib/flags/core/schema'
import { createSegment, deleteSegment, editSegment } from '@/lib/flags/server/edit-segment'
import { editNaming } from '@/lib/flags/server/naming'
import { runAction } from '@/lib/governance/server/run-action'
import { type Outcome } from '@/lib/kernel/result'

export async function changeFlagsAction(input: unknown): Promise<Outcome<ChangedFlags>> {
  return runAction(changeFlags, input)
}
export async function editNamingAction(input: unknown): Promise<Outcome<NamingView>> {
  return runAction(editNaming, input)
}
export async function createSegmentAction(input: unknown): Promise<Outcome<SegmentView>> {
  return runAction(createSegment, input)
}
export async function editSegmentAction(input: unknown): Promise<Outcome<SegmentView>> {
  return runAction(editSegment, input)
}
export async function deleteSegmentAction(input: unknown): Promise<Outcome<{ key: string }>> {
  return runAction(deleteSegment, input)
}
