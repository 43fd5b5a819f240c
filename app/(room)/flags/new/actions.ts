'use server'
import { type FlagView } from '@/lib/flags/core/schema'
import { createFlag } from '@/lib/flags/server/create-flag'
import { runAction } from '@/lib/governance/server/run-action'
import { type Outcome } from '@/lib/kernel/result'

export async function createFlagAction(input: unknown): Promise<Outcome<FlagView>> {
  return runAction(createFlag, input)
}
