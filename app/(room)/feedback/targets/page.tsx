import { type Metadata } from 'next'
import { TargetsScreen } from '@/components/feedback/targets/targets-screen'
import { readSla } from '@/lib/feedback/server/sla'
import { signedIn } from '@/lib/governance/server/session-actor'
import { actorMay } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import { editSlaAction } from './actions'

export const metadata: Metadata = { title: 'Targets' }

export default async function TargetsPage() {
  const { runtime, actor } = await signedIn(paths.feedbackTargets())
  const sla = await readSla(runtime, actor)
  if (!sla.ok) throw new Error(sla.message)
  return (
    <TargetsScreen
      initial={sla.value}
      zones={['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]}
      mayConfigure={actorMay(actor, 'feedback.configure')}
      now={runtime.now()}
      edit={editSlaAction}
    />
  )
}
