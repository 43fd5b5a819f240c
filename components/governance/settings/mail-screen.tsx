import { Badge } from '@/components/ui/badge'
import { Banner } from '@/components/ui/banner'
import { Time } from '@/components/ui/time'
import { type Instant } from '@/lib/kernel/moments'
import { MailServerForm, SendTest } from './mail-server-form'
import { RowAction } from './row-action'
import { Card, SettingsFrame } from './settings-frame'
import { type Save } from './use-save'

type MailRow = {
  id: string
  to: string
  subject: string
  state: 'queued' | 'waiting' | 'sending' | 'sent' | 'unknown' | 'gave-up'
  attempts: number
  reason: string | null
  detail: string
  createdAt: Instant
  nextAt: Instant | null
}
type Props = {
  setup: {
    from: 'environment' | 'workspace' | null
    host: string | null
    sender: string | null
    waiting: number
    mails: MailRow[]
  }
  now: Instant
  why: string | null
  actions: { edit: Save; remove: Save; test: Save<{ to: string }>; resend: Save }
}

const STATE = {
  queued: 'Queued',
  waiting: 'Waits for a mail server',
  sending: 'Being sent',
  sent: 'Sent',
  unknown: 'Not known whether it arrived',
  'gave-up': 'Given up',
} as const
const REASON: Readonly<Record<string, string>> = {
  'not-set-up': 'no mail server is set up',
  'bad-address': 'this is no address of a person',
  unreachable: 'the mail server could not be reached',
  'sign-in-refused': 'the mail server refused our password',
  'recipient-refused': 'the mail server refused the recipient',
  'sender-refused': 'the mail server refused us as sender',
  'message-refused': 'the mail server refused the text',
  'try-later': 'the mail server asked to try later',
  unreadable: 'it was sealed with another secret',
  'outcome-unknown': 'the connection ended before the answer',
}

/** Whether mail works, and what became of the last ones. */
export function MailScreen({ setup, now, why, actions }: Props) {
  const { from, host, sender, waiting, mails } = setup
  const stuck = mails.filter(({ state }) => state === 'unknown' || state === 'gave-up').length
  return (
    <SettingsFrame
      section="mail"
      answer={
        from === null
          ? `Mail is not set up. ${waiting === 0 ? 'Nothing waits yet.' : `${waiting} mail${waiting === 1 ? '' : 's'} wait${waiting === 1 ? 's' : ''}.`}`
          : `Mails go out through ${host}. ${stuck === 0 ? 'None is stuck.' : `${stuck} of the last ${mails.length} did not go out.`}`
      }
    >
      <Card title="Mail server">
        {from === 'environment' ? (
          <Banner tone="info">
            Named by SMTP_URL where Soundings runs ({host}), from {sender}. Change it there.
          </Banner>
        ) : (
          <MailServerForm sender={sender} isSet={from === 'workspace'} why={why} actions={actions} />
        )}
        {from !== null && <SendTest test={actions.test} why={why} />}
      </Card>
      <Card title="The last mails" intro="Never what they say. One that may have arrived is not sent again by itself.">
        {mails.length === 0 && <p className="text-body text-text-2">No mail was asked for yet.</p>}
        <ul>
          {mails.map(({ id, to, subject, state, reason, detail, createdAt, nextAt, attempts }) => (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3 first:border-t-0"
            >
              <div className="min-w-0 flex-1 basis-64">
                <p className="truncate text-body font-medium">{subject}</p>
                <p className="text-dense text-text-2">
                  To {to}, <Time at={createdAt} format="short" now={now} />
                  {reason && `; ${REASON[reason] ?? reason}`}
                  {attempts > 1 && `; tried ${attempts} times`}
                  {nextAt && state === 'queued' && attempts > 0 && (
                    <>
                      ; again <Time at={nextAt} format="short" now={now} />
                    </>
                  )}
                </p>
                {detail && <p className="text-caption break-all text-text-3">{detail}</p>}
              </div>
              <Badge>{STATE[state]}</Badge>
              {(state === 'unknown' || state === 'gave-up') && reason !== 'bad-address' && (
                <RowAction
                  label="Send again"
                  name={`Send again: ${subject} to ${to}`}
                  action={actions.resend}
                  input={{ mailId: id }}
                  said="The mail is queued again"
                  why={why}
                />
              )}
            </li>
          ))}
        </ul>
      </Card>
    </SettingsFrame>
  )
}
