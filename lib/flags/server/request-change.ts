import { and, count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { flagChangeRequest } from '@/drizzle/schema/flags'
import { refuse } from '@/lib/kernel/result'
import { toMs } from '@/lib/kernel/time'
import { command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { type ChangeRequestView } from '../core/change-request'
import { changeView, type ChangeRow } from './change-rows'
import { listEnvironments } from './environments'
import { mailSigners } from './mail-change'
import { AskedChange, planOf } from './planned-change'

/** Changes of one flag or segment that may wait at once. */
const MOST_WAITING = 20

export const RequestChangeInput = z.strictObject({ change: AskedChange })

/** Keeps a change of what is served until as many people have signed as its environments ask for; nothing is served otherwise till then. */
export const requestChange = command<z.infer<typeof RequestChangeInput>, ChangeRequestView>({
  name: 'flag.request-change',
  permission: 'flag.edit',
  input: RequestChangeInput,
  async run(context, { change }) {
    const { tx, actor, now } = context
    const { workspaceId, kind, id: actorId, name } = actor
    const planned = await planOf(context, change)
    if (!planned.ok) return planned
    const plan = planned.value
    const { subject, version, places } = plan
    const asking = places.filter(({ approvalsMin }) => approvalsMin > 0)
    if (asking.length === 0) {
      return refuse('no-approval-needed', 'No environment that this changes asks for approval.', {
        remedy: 'Save it.',
      })
    }
    const [waiting] = await tx
      .select({ n: count() })
      .from(flagChangeRequest)
      .where(
        and(
          eq(flagChangeRequest.workspaceId, workspaceId),
          eq(flagChangeRequest.subjectKind, subject.kind),
          eq(flagChangeRequest.subjectKey, subject.key),
          eq(flagChangeRequest.state, 'waiting'),
        ),
      )
    if ((waiting?.n ?? 0) >= MOST_WAITING) {
      return refuse('too-many', `${MOST_WAITING} changes of ${subject.key} wait for approval already.`, {
        remedy: 'Have some of them answered first.',
      })
    }
    const row: ChangeRow = {
      id: newId('chg', toMs(now)),
      workspaceId,
      subjectKind: subject.kind,
      subjectKey: subject.key,
      subjectVersion: version,
      asked: { kind: change.kind, input: JSON.parse(JSON.stringify(change.input)) },
      environments: asking.map(({ key }) => key),
      told: plan.told(),
      note: change.input.note,
      author: { kind, id: actorId, name },
      state: 'waiting',
      signatures: [],
      answeredBy: null,
      answeredAt: null,
      reason: '',
      createdAt: now,
    }
    await tx.insert(flagChangeRequest).values(row)
    const value = changeView(row, await listEnvironments(tx, workspaceId))
    await mailSigners(context, value)
    return {
      ok: true,
      value,
      object: { kind: 'change-request', id: row.id },
      detail: JSON.parse(JSON.stringify({ subject, change, told: row.told })),
      topics: topicsOf(row),
    }
  },
})

/** Who shows it: its flag or the segments, and the lists. */
export const topicsOf = ({ id, subjectKind, subjectKey, subjectVersion: version }: ChangeRow) => [
  { topic: 'flags', id, version },
  ...(subjectKind === 'flag' ? [{ topic: `flag:${subjectKey}`, id, version }] : []),
]
