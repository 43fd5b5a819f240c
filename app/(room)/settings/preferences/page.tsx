import { type Metadata } from 'next'
import { cookies } from 'next/headers'
import { PreferencesScreen } from '@/components/shell/preferences/preferences-screen'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'

export const metadata: Metadata = { title: 'Preferences' }

export default async function PreferencesPage() {
  await signedIn(paths.settings('preferences'))
  const density = (await cookies()).get('density')?.value
  return <PreferencesScreen density={density === 'compact' ? 'compact' : 'comfortable'} />
}
