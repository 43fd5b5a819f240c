import { publicUrl, readMembers } from '@/lib/governance/server/contract'
import { plural } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { may } from '@/lib/kernel/permissions'
import { type CommandContext } from '@/lib/platform/command'
import { letter } from '@/lib/platform/letter'
import { queueMail } from '@/lib/platform/mail'
import { type ChangeRequestView } from '../core/change-request'
import { changedLines, changeTitle } from '../core/change-words'

/** Asks everybody who can sign, each once; whoever asked knows already. */
export async function mailSigners(context: CommandContext, request: ChangeRequestView): Promise<void> {
  const { author, note, needed } = request
  const signers = (await readMembers(context.tx, context.actor.workspaceId)).filter(
    ({ id, role }) => may(role, 'flag.approve') && id !== author.id,
  )
  const subject = `${author.name} asks to change ${changeTitle(request)}`
  const paragraphs = [
    `${subject}.`,
    ...(note === '' ? [] : [`They say: ${note}`]),
    changedLines(request).join('\n'),
    `Nothing is served otherwise until ${plural(needed, 'person has', 'people have')} signed.`,
  ].filter(Boolean)
  const why = 'you may approve changes of flags in this workspace.'
  for (const { id, email } of signers) {
    await mail(context, request, { key: `change-request:${request.id}:${id}`, to: email, subject, paragraphs, why })
  }
}

/** Tells whoever asked what became of it, unless they answered it themselves. */
export async function mailAuthor(context: CommandContext, request: ChangeRequestView): Promise<void> {
  const { author, state, answeredBy, reason } = request
  if ((state !== 'done' && state !== 'declined') || author.id === context.actor.id) return
  const asker = (await readMembers(context.tx, context.actor.workspaceId)).find(({ id }) => id === author.id)
  if (!asker) return
  const word = state === 'done' ? 'in force' : 'declined'
  const said =
    state === 'done' ? `${answeredBy} signed last: it is in force now.` : `${answeredBy} declined it: ${reason}`
  await mail(context, request, {
    key: `change-request:${request.id}:answer`,
    to: asker.email,
    subject: `Your change of ${changeTitle(request)} is ${word}`,
    paragraphs: [said],
    why: 'you asked for this change.',
  })
}

type Words = { key: string; to: string; subject: string; paragraphs: readonly string[]; why: string }

async function mail(
  { tx, actor, now }: CommandContext,
  { subject }: ChangeRequestView,
  { paragraphs, why, ...words }: Words,
): Promise<void> {
  const { workspaceId } = actor
  const place = subject.kind === 'flag' ? paths.flag(subject.key) : paths.segments()
  const action = { label: 'Look at it', url: `${await publicUrl(tx, workspaceId)}${place}` }
  await queueMail(tx, { workspaceId, ...words, ...letter({ paragraphs, action, why }) }, now)
}
