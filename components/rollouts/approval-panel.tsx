import { Check, CircleDashed, TimerOff } from 'lucide-react'
import { Time } from '@/components/ui/time'
import { share } from '@/lib/kernel/format'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { ChangedSince } from './changed-since'

/** Who must sign for the next share, who did, and what became of it. */
export function ApprovalPanel({ rollout }: { rollout: RolloutView }) {
  const { approvals, approvalsNeeded, next, state } = rollout
  const open = state === 'awaiting-approval'
  const signed = new Set(approvals.filter((each) => !each.expired).flatMap((each) => each.disciplines))
  const missing = approvalsNeeded.filter((discipline) => !signed.has(discipline))
  if (approvals.length === 0 && missing.length === 0 && !open) {
    return <p className="text-body text-text-2">No sign-off is asked for before the next stage.</p>
  }
  return (
    <div className="flex flex-col gap-1">
      <p className="text-body text-text-2">
        {next.weight === null ? '' : `For ${share(next.weight)}: `}
        {open ? 'asked' : 'not asked yet; opens by itself when the other gates are met'}
      </p>
      <ChangedSince rollout={rollout} />
      <ul className="flex flex-col divide-y divide-line">
        {approvals.map((approval) => {
          const Icon = approval.expired ? TimerOff : Check
          return (
            <li key={`${approval.name}-${approval.at}`} className="flex items-start gap-2.5 py-1.5 text-body">
              <Icon
                aria-hidden="true"
                size={16}
                strokeWidth={2}
                className={approval.expired ? 'mt-0.5 text-text-3' : 'mt-0.5 text-good'}
              />
              <div className="min-w-0">
                <span className="font-medium">{approval.name}</span>
                {approval.disciplines.length > 0 && (
                  <span className="text-text-2"> for {approval.disciplines.join(', ')}</span>
                )}
                <p className="text-dense text-text-2">
                  {approval.expired ? (
                    'Expired: the evidence has changed'
                  ) : (
                    <Time at={approval.at} format="short" now={rollout.now} />
                  )}
                  {approval.note && ` · “${approval.note}”`}
                </p>
              </div>
            </li>
          )
        })}
        {missing.map((discipline) => (
          <li key={discipline} className="flex items-center gap-2.5 py-1.5 text-body">
            <CircleDashed aria-hidden="true" size={16} strokeWidth={2} className="text-baseline" />
            <span className="font-medium">{discipline.charAt(0).toUpperCase() + discipline.slice(1)}</span>
            <span className="text-dense text-text-2">hasn’t signed</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
