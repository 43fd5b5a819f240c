import { type Metadata } from 'next'
import { NewFlagScreen } from '@/components/flags/new-flag-screen'
import { readNaming } from '@/lib/flags/server/naming'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { instant, toMs } from '@/lib/kernel/time'
import { rightsOf } from '../rights'
import { createFlagAction } from './actions'

export const metadata: Metadata = { title: 'New flag' }

/** How long a flag lives unless somebody says otherwise: long enough to roll out, short enough to be remembered. */
const LIFE_DAYS = 60

export default async function NewFlagPage() {
  const { runtime, actor } = await signedIn(paths.newFlag())
  const naming = await readNaming(runtime.database.db, actor.workspaceId)
  const endsOn = instant(toMs(runtime.now()) + LIFE_DAYS * 86_400_000).slice(0, 10)
  return <NewFlagScreen naming={naming} rights={rightsOf(actor)} endsOn={endsOn} create={createFlagAction} />
}
