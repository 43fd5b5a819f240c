'use server'
import { sessionActor } from '@/lib/governance/server/session-actor'
import { checkChain, type CheckedChain } from '@/lib/governance/server/check-chain'
import { type Outcome } from '@/lib/kernel/result'

/** Recomputes the whole chain; changes nothing. */
export async function checkChainAction(): Promise<Outcome<CheckedChain>> {
  return checkChain(await sessionActor())
}
