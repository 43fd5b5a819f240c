import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { flagChangeRequest } from '@/drizzle/schema/flags'
import { ChangeRequestId } from '@/lib/kernel/id'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { command, type CommandContext, type Committed } from '@/lib/platform/command'
import { type ChangeRequestView, type Signature } from '../core/change-request'
import { FlagNote } from '../core/schema'
import { answeredRefusal, signRefusal } from '../core/sign-change'
import { changeView, lockRequest, type ChangeRow } from './change-rows'
import { listEnvironments } from './environments'
import { mailAuthor } from './mail-change'
import { planHeld, type EditContext } from './plan'
import { AskedChange, planOf } from './planned-change'
import { topicsOf } from './request-change'

const unknown = refuse('not-found', 'There is no such request here.')

export const ApproveChangeInput = z.strictObject({ requestId: ChangeRequestId, note: FlagNote.default('') })

/**
 * One person's sign-off; the last one that is needed carries the change out, as asked by whoever asked. It fits what it
 * was written against or is refused, and a freeze holds it as it holds every way up.
 */
export const approveChange = command<z.infer<typeof ApproveChangeInput>, ChangeRequestView>({
  name: 'flag.approve-change',
  permission: 'flag.approve',
  input: ApproveChangeInput,
  async run(context, { requestId, note }) {
    const { tx, actor, now } = context
    const row = await lockRequest(tx, actor.workspaceId, requestId)
    if (!row) return unknown
    const environments = await listEnvironments(tx, actor.workspaceId)
    const refused = signRefusal(changeView(row, environments), actor)
    if (refused) return refused
    const signature: Signature = { by: actor.id, name: actor.name, at: now, note }
    const signatures = [...row.signatures, signature]
    const author: EditContext = { ...context, actor: { ...row.author, workspaceId: actor.workspaceId } }
    const asked = AskedChange.safeParse(row.asked)
    if (!asked.success) return refuse('outdated', 'It was asked for in a form that is no longer known.')
    const planned = await planOf(author, signedBy(asked.data, signatures))
    if (!planned.ok) return planned
    const held = planHeld(planned.value, { now, isSigned: true })
    if (held) return held
    const needed = Math.max(0, ...planned.value.places.map(({ approvalsMin }) => approvalsMin))
    if (signatures.length < needed) return answered(context, row, { signatures })
    const done = await planned.value.commit()
    if (!done.ok) return done
    const change = { signatures, state: 'done', answeredBy: actor.name, answeredAt: now } as const
    const kept = await answered(context, row, change)
    return {
      ...kept,
      detail: { request: row.id, carriedOut: done.detail },
      topics: [...(done.topics ?? []), ...(kept.topics ?? [])],
    }
  },
})

/** Who signed stays with the version, beside why it was asked for. */
function signedBy(asked: AskedChange, signatures: readonly Signature[]): AskedChange {
  const names = signatures.map(({ name }) => name).join(' and ')
  const why = asked.input.note.replace(/\.\s*$/, '')
  const note = [why, `Approved by ${names}`].filter(Boolean).join('. ').slice(0, 1000)
  return { ...asked, input: { ...asked.input, note } } as AskedChange // the note alone differs
}

export const DeclineChangeInput = z.strictObject({
  requestId: ChangeRequestId,
  reason: FlagNote.min(1, { error: 'Say why.' }),
})

/** A no, with a reason: nothing changes. */
export const declineChange = command<z.infer<typeof DeclineChangeInput>, ChangeRequestView>({
  name: 'flag.decline-change',
  permission: 'flag.approve',
  input: DeclineChangeInput,
  async run(context, { requestId, reason }) {
    const { tx, actor, now } = context
    const row = await lockRequest(tx, actor.workspaceId, requestId)
    if (!row) return unknown
    const refused = answeredRefusal(row)
    if (refused) return refused
    return answered(context, row, { state: 'declined', answeredBy: actor.name, answeredAt: now, reason })
  },
})

export const WithdrawChangeInput = z.strictObject({ requestId: ChangeRequestId })

/** Whoever asked no longer wants it. */
export const withdrawChange = command<z.infer<typeof WithdrawChangeInput>, ChangeRequestView>({
  name: 'flag.withdraw-change',
  permission: 'flag.edit',
  input: WithdrawChangeInput,
  async run(context, { requestId }) {
    const { tx, actor, now } = context
    const row = await lockRequest(tx, actor.workspaceId, requestId)
    if (!row) return unknown
    const refused = answeredRefusal(row) ?? notTheirs(row, actor)
    if (refused) return refused
    return answered(context, row, { state: 'withdrawn', answeredBy: actor.name, answeredAt: now })
  },
})

const notTheirs = ({ author }: ChangeRow, { id }: { id: string }): Refusal | null =>
  author.id === id
    ? null
    : refuse('not-yours', `${author.name} asked for this change and alone can withdraw it`, { remedy: 'Decline it' })

async function answered(
  context: CommandContext,
  row: ChangeRow,
  change: Partial<ChangeRow>,
): Promise<Committed<ChangeRequestView>> {
  const after = { ...row, ...change }
  const { tx, actor } = context
  await tx.update(flagChangeRequest).set(change).where(eq(flagChangeRequest.id, row.id))
  const value = changeView(after, await listEnvironments(tx, actor.workspaceId))
  await mailAuthor(context, value)
  return {
    ok: true,
    value,
    object: { kind: 'change-request', id: row.id },
    detail: JSON.parse(JSON.stringify({ subject: row.subjectKey, ...change })),
    topics: topicsOf(after),
  }
}
