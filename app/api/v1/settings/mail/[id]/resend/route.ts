import { resendMail } from '@/lib/governance/server/mail-settings'
import { restWrite } from '@/lib/governance/server/rest'

export const POST = restWrite<{ id: string }>(({ params, run }) => run(resendMail, { mailId: params.id }))
