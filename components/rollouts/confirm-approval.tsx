'use client'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Time } from '@/components/ui/time'
import { plural, share } from '@/lib/kernel/format'
import { type AskedProps, dialogProps, NoteField, useNote } from './asked'
import { ChangedSince } from './changed-since'
import { DecisionAnswer } from './decision-answer'
import { newlyExposed, unmetGates, unmetSentence, verbDialog } from './verb-dialogs'
import { VerdictBadge } from './verdict-mark'

/** What the approver is asked to accept: the share, who is newly exposed, the evidence as it is, and what is unmet. */
export function ConfirmApproval({ verb, seen, verbs }: AskedProps) {
  const unmet = unmetGates(seen)
  const note = useNote(unmet.length > 0)
  const to = seen.next.weight === null ? '' : share(seen.next.weight)
  const more = newlyExposed(seen)
  const ask = {
    ...verbDialog(verb, seen),
    title: `Approve ${to} for ${seen.flag} in ${seen.environmentName}?`,
    body: [],
  }
  return (
    <ConfirmAction
      {...dialogProps(ask, verbs)}
      confirm="Approve"
      body={<p>{seen.hypothesis}</p>}
      onConfirm={() => {
        if (!note.isFit()) return
        void verbs.confirm({
          ...note.input,
          evidenceHash: seen.evidenceHash,
          ...(seen.approvalStageId ? { stageId: seen.approvalStageId } : {}),
        })
      }}
    >
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 rounded-card bg-sunken px-4 py-3 text-body">
        <dt className="text-text-2">Share</dt>
        <dd className="num">
          {share(seen.weight)} → {to}
        </dd>
        <dt className="text-text-2">Newly exposed</dt>
        <dd className="num">{more === null ? 'not known yet' : `about ${plural(more, 'person', 'people')}`}</dd>
        <dt className="text-text-2">Verdict</dt>
        <dd>
          <VerdictBadge code={seen.verdict?.code ?? null} />
        </dd>
        <dt className="text-text-2">Evidence from</dt>
        <dd>
          <Time at={seen.verdict?.at ?? seen.now} format="both" />
        </dd>
        <dt className="text-text-2">Gates</dt>
        <dd>{unmet.length === 0 ? `All ${seen.gates.length} met but approval itself` : unmetSentence(seen)}</dd>
      </dl>
      <ChangedSince rollout={seen} />
      <NoteField
        label={unmet.length > 0 ? 'Reason: not every gate is met' : 'Note'}
        required={unmet.length > 0}
        note={note}
      />
      <DecisionAnswer rollout={seen} verbs={verbs} />
    </ConfirmAction>
  )
}
