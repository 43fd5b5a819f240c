import { z } from 'zod'
import { PrivacySettings, SsoRules } from '@/lib/governance/core/settings-schema'
import { Sample } from '@/lib/governance/core/sample'
import { editSso, removeSso } from '@/lib/governance/server/edit-sso'
import { editWorkspace } from '@/lib/governance/server/edit-workspace'
import {
  editMailServer,
  removeMailServer,
  resendMail,
  sendTestMail,
  type MailSetup,
} from '@/lib/governance/server/mail-settings'
import { editPrivacy } from '@/lib/governance/server/privacy'
import { removeSample } from '@/lib/governance/server/remove-sample'
import { MailId, WorkspaceId } from '@/lib/kernel/id'
import { Instant } from '@/lib/kernel/time'
import { room } from './operation'

const { act, read } = room('Settings')
const Workspace = z.object({ name: z.string(), publicUrl: z.string().nullable(), version: z.int() })
const Privacy = z.object({ settings: PrivacySettings, version: z.int() })
const Mail = z.object({
  from: z.enum(['environment', 'workspace']).nullable(),
  host: z.string().nullable(),
  sender: z.string().nullable(),
  waiting: z.int(),
  mails: z.array(
    z.object({
      id: MailId,
      to: z.string(),
      subject: z.string(),
      state: z.string(),
      attempts: z.int(),
      reason: z.string().nullable(),
      detail: z.string(),
      createdAt: Instant,
      nextAt: Instant.nullable(),
    }),
  ),
}) satisfies z.ZodType<Omit<MailSetup, 'mails'>>
const Sso = z.object({
  stored: z.object({ issuer: z.string(), clientId: z.string(), rules: SsoRules, version: z.int() }).nullable(),
  byEnvironment: z.string().nullable(),
})
const mail = { addressed: ['mailId'] }

/** What an admin sets for the whole workspace. Secrets go in and never come out. */
export const settingsOperations = [
  read(
    'GET /api/v1/settings/workspace',
    'Name and address of the workspace',
    Workspace.extend({ id: WorkspaceId, slug: z.string(), sample: Sample.shape.state.nullable() }),
  ),
  act('PATCH /api/v1/settings/workspace', 'Change name or address', editWorkspace, Workspace),
  act(
    'DELETE /api/v1/settings/sample',
    'Take all sample data out of the workspace',
    removeSample,
    z.object({ flags: z.int(), rollouts: z.int() }),
  ),
  read('GET /api/v1/settings/privacy', 'How long things are kept and what is cut out', Privacy),
  act('PATCH /api/v1/settings/privacy', 'Change it; settings left out have their default', editPrivacy, Privacy),
  read('GET /api/v1/settings/mail', 'The mail server, and what became of the last mails', Mail),
  act('PATCH /api/v1/settings/mail', 'Set the mail server', editMailServer, z.object({ sender: z.string() })),
  act('DELETE /api/v1/settings/mail', 'Forget the mail server; mails wait', removeMailServer, z.null()),
  act(
    'POST /api/v1/settings/mail/test',
    'Send a mail to whoever asks',
    sendTestMail,
    z.object({ mailId: MailId, to: z.string() }),
    { status: 201 },
  ),
  act(
    'POST /api/v1/settings/mail/{id}/resend',
    'Send a mail again that got stuck',
    resendMail,
    z.object({ mailId: MailId }),
    mail,
  ),
  read('GET /api/v1/settings/sso', 'The provider of sign-in, without its secret', Sso),
  act('PATCH /api/v1/settings/sso', 'Set up sign-in through a provider', editSso, z.object({ version: z.int() })),
  act('DELETE /api/v1/settings/sso', 'End sign-in through the provider', removeSso, z.null()),
]
