import { type Metadata } from 'next'
import { NewRolloutScreen } from '@/components/rollouts/new/new-rollout-screen'
import { RolloutNotFound } from '@/components/rollouts/rollout-not-found'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { requestApproval, start } from '../[id]/actions'
import { discard, finish, save } from './actions'
import { readChoices } from './choices'
import { readStart } from './start-from'

export const metadata: Metadata = { title: 'New rollout' }

type Asked = { draft?: string; from?: string; flag?: string; part?: string }
type Props = { searchParams: Promise<Asked> }

export default async function NewRolloutPage({ searchParams }: Props) {
  const { draft, from, flag } = await searchParams
  const { runtime, actor } = await signedIn(paths.newRollout(flag))
  const choices = await readChoices(runtime, actor)
  const begun = await readStart(runtime, actor, { draft, from, flag: flag ?? '' }, choices)
  if (!begun) return <RolloutNotFound />
  return (
    <NewRolloutScreen start={begun} choices={choices} actions={{ save, finish, discard, start, requestApproval }} />
  )
}
