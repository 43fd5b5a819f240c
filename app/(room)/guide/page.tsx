import { type Metadata } from 'next'
import { GuideScreen } from '@/components/guide/guide-screen'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'

export const metadata: Metadata = { title: 'Guide' }

export default async function GuidePage() {
  await signedIn(paths.guide())
  return <GuideScreen topic={null} />
}
