import { sendTestMail } from '@/lib/governance/server/mail-settings'
import { restWrite } from '@/lib/governance/server/rest'

export const POST = restWrite(({ run }) => run(sendTestMail, {}), { status: 201 })
