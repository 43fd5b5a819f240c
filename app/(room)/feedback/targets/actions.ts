'use server'
import { type SlaPolicyView } from '@/lib/feedback/core/schema'
import { editSla } from '@/lib/feedback/server/sla'
import { runAction } from '@/lib/governance/server/run-action'
import { type Outcome } from '@/lib/kernel/result'

export async function editSlaAction(input: unknown): Promise<Outcome<SlaPolicyView>> {
  return runAction(editSla, input)
}
