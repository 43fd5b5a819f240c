import { changeFlags } from '@/lib/flags/server/change-flags'
import { restWrite } from '@/lib/governance/server/rest'

/** One change to many flags. */
export const POST = restWrite(({ run, body }) => run(changeFlags, body))
