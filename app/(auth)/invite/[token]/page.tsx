import { type Metadata } from 'next'
import { AuthCard } from '@/components/governance/auth/auth-card'
import { AcceptForm } from '@/components/governance/auth/forms'
import { buttonClass } from '@/components/ui/button-class'
import { appRuntime } from '@/lib/governance/server/app-runtime'
import { findInvitation } from '@/lib/governance/server/invitations'
import { paths } from '@/lib/kernel/paths'
import { acceptAction } from './actions'

/** The address holds a secret: no other site may learn it by a link. */
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer', robots: 'noindex' }

const CLOSED = {
  accepted: 'It was used already. If that was you, sign in; else ask for a new one.',
  revoked: 'It was withdrawn or replaced by a newer one. Ask whoever invited you.',
  expired: 'It has expired. Ask whoever invited you for a new one.',
  unknown: 'Check that the link is whole, or ask whoever invited you for a new one.',
}

type Props = { params: Promise<{ token: string }> }

export default async function InvitePage({ params }: Props) {
  const { token } = await params
  const runtime = appRuntime()
  const found = await findInvitation(runtime.database.db, token, runtime.now())
  if (!found || found.state !== 'open') {
    const why = found && found.state !== 'open' ? CLOSED[found.state] : CLOSED.unknown
    return (
      <AuthCard title="This invitation does not work" answer={why}>
        <a href={paths.signIn()} className={buttonClass('secondary')}>
          Go to the sign-in
        </a>
      </AuthCard>
    )
  }
  return (
    <AuthCard
      title={`Join ${found.workspaceName}`}
      answer={`${found.invitedBy} invites you as ${found.role}. The link works once.`}
    >
      <AcceptForm action={acceptAction.bind(null, token)} email={found.email} />
    </AuthCard>
  )
}
