import { verifyChains, type VerifiedChain } from '@/lib/server/admin'
import { refused, type Answer, type Environment, type Options } from './answer'

/** Exit 0 when every chain is unbroken, 1 when one is not, with the position of its first wrong row. */
export async function auditVerify(environment: Environment, { workspace }: Options): Promise<Answer> {
  const chains = await verifyChains(environment, workspace)
  if (!chains.ok) return refused(chains)
  const broken = chains.value.some((chain) => !chain.ok)
  return {
    code: broken ? 1 : 0,
    text: chains.value.map(sentence).join('\n') || 'There is no workspace yet.',
    data: chains.value,
  }
}

const sentence = (chain: VerifiedChain): string =>
  chain.ok
    ? `${chain.workspace}: unbroken, ${counted(chain.entries)}`
    : `${chain.workspace}: BROKEN at position ${chain.brokenAt}; ${counted(chain.entries)} before it sound`

const counted = (entries: number): string => `${entries} ${entries === 1 ? 'entry' : 'entries'}`
