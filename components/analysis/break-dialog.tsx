'use client'
import Link from 'next/link'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { type MetricUser } from '@/lib/analysis/core/schema'
import { plural } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'

type Props = {
  name: string
  live: readonly MetricUser[]
  pending: boolean
  confirm: () => void
  close: () => void
}

/** Said before it happens: which running rollouts lose their comparison. */
export const BreakDialog = ({ name, live, pending, confirm, close }: Props) => (
  <ConfirmAction
    open
    onOpenChange={close}
    title={`Let ${name} count something else?`}
    body={
      <>
        <p>
          {plural(live.length, 'running rollout measures', 'running rollouts measure')} it. Their verdict becomes
          “Comparison broken”: before and after can’t be compared. Exposure stays as it is, and hard limits go on
          stopping.
        </p>
        <ul className="flex flex-col gap-1">
          {live.map(({ id, name: rollout, flag, role }) => (
            <li key={id}>
              <Link href={paths.rollout(rollout)} className="text-accent underline underline-offset-2">
                {rollout}
              </Link>{' '}
              {flag}, as a {role}
            </li>
          ))}
        </ul>
      </>
    }
    confirm="Save and break the comparison"
    cancel="Keep as is"
    look="danger"
    pending={pending}
    onConfirm={confirm}
  />
)
