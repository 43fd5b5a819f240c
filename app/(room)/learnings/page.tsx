import { type Metadata } from 'next'
import { LearningsScreen } from '@/components/rollouts/learnings-screen'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { listLearnings } from '@/lib/rollouts/server/reads'

export const metadata: Metadata = { title: 'Learnings' }

type Props = { searchParams: Promise<{ q?: string; before?: string }> }

export default async function LearningsPage({ searchParams }: Props) {
  const asked = await searchParams
  const q = (asked.q ?? '').trim().slice(0, 200)
  const before = /^\d{1,9}$/.test(asked.before ?? '') ? Number(asked.before) : null
  const { runtime, actor } = await signedIn(paths.learnings(q))
  const found = await listLearnings(runtime, actor, { q, before })
  const { items, next } = found.ok ? found.value : { items: [], next: null }
  return <LearningsScreen learnings={items} q={q} next={next} now={runtime.now()} />
}
