import { type Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RolloutScreen } from '@/components/rollouts/rollout-screen'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { readRolloutView } from '@/lib/rollouts/server/reads'
import * as actions from './actions'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).id.toUpperCase() }
}

export default async function RolloutPage({ params }: Props) {
  const { id } = await params
  const { runtime, actor } = await signedIn(paths.rollout(id))
  const view = await readRolloutView(runtime, actor, id)
  if (!view.ok) notFound()
  return (
    <RolloutScreen
      initial={view.value}
      actions={{
        'request-approval': actions.requestApproval,
        start: actions.start,
        approve: actions.approve,
        decline: actions.decline,
        pause: actions.pause,
        'keep-paused': actions.keepPaused,
        resume: actions.resume,
        advance: actions.advance,
        'accept-risk': actions.acceptRisk,
        stop: actions.stop,
        'roll-back': actions.rollBack,
        finish: actions.finish,
        abandon: actions.abandon,
        undo: actions.undo,
      }}
      words={{ edit: actions.edit, comment: actions.comment, annotate: actions.annotate, review: actions.review }}
    />
  )
}
