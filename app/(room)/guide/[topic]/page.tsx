import { type Metadata } from 'next'
import { notFound } from 'next/navigation'
import { GuideScreen } from '@/components/guide/guide-screen'
import { TOPICS } from '@/components/guide/topics'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'

type Props = { params: Promise<{ topic: string }> }
const topicOf = async ({ params }: Props) => {
  const { topic } = await params
  return TOPICS.find(({ slug }) => slug === topic) ?? null
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await topicOf(props))?.title ?? 'Guide' }
}

export default async function TopicPage(props: Props) {
  const topic = await topicOf(props)
  await signedIn(paths.guide(topic?.slug))
  if (!topic) notFound()
  return <GuideScreen topic={topic} />
}
