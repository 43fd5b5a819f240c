import { listPresence } from '@/lib/feedback/server/presence'
import { restRead } from '@/lib/governance/server/rest'
import { listed } from '../listed'

export const GET = restRead(async ({ runtime, actor }) => listed(await listPresence(runtime, actor)))
