'use client'
import Link from 'next/link'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { type FeedbackItemView, type FeedbackRow, type TriageAct } from '@/lib/feedback/core/schema'
import { paths } from '@/lib/kernel/paths'

export type ActOn = (row: Pick<FeedbackRow, 'id' | 'name'>, act: TriageAct) => void

const OUTCOME: Readonly<Record<NonNullable<FeedbackItemView['outcome']>, string>> = {
  answered: 'Done: answered.',
  fixed: 'Done: fixed.',
  shipped: 'Done: shipped.',
  known: 'Done: it was known.',
  'no-action': 'Done: nothing more was needed.',
}

type Props = { item: FeedbackItemView; actOn: ActOn; reason: string | null }

/** Where an item stands when it does not just lie in the inbox, and the one way back. */
export function ItemState({ item, actOn, reason }: Props) {
  const { duplicateOf, snooze, followUpOf, outcome, reason: why } = item
  const back = (label: string, act: TriageAct) => (
    <Button size="small" disabledReason={reason} onClick={() => actOn(item, act)}>
      {label}
    </Button>
  )
  return (
    <>
      {followUpOf && (
        <p className="text-dense text-text-2">
          They wrote again after{' '}
          <Link href={paths.feedbackItem(followUpOf.name)} prefetch={false} className="num underline">
            {followUpOf.name}
          </Link>{' '}
          was closed.
        </p>
      )}
      {duplicateOf && (
        <Banner actions={back('Un-merge', { verb: 'unmerge' })}>
          Merged into{' '}
          <Link href={paths.feedbackItem(duplicateOf.name)} prefetch={false} className="num underline">
            {duplicateOf.name}
          </Link>
          . Its history and its people are kept; un-merge makes it an item of its own again.
        </Banner>
      )}
      {item.state === 'declined' && why && (
        <Banner actions={back('Open again', { verb: 'reopen' })}>Declined: {why}</Banner>
      )}
      {item.state === 'done' && outcome && (
        <Banner actions={back('Open again', { verb: 'reopen' })}>{OUTCOME[outcome]}</Banner>
      )}
      {item.state === 'spam' && (
        <Banner actions={back('Not spam', { verb: 'reopen' })}>Marked as spam. It counts nowhere.</Banner>
      )}
      {snooze && (
        <Banner actions={back('Wake it now', { verb: 'wake' })}>
          Asleep until{' '}
          {snooze.at ? (
            <Time at={snooze.at} format="full" />
          ) : snooze.until === 'reply' ? (
            'they reply'
          ) : (
            `${snooze.ref ?? 'it'} changes`
          )}
          .
        </Banner>
      )}
    </>
  )
}

/** Items that repeat this one; each can be taken out again. */
export function MergedList({ item, actOn, reason }: Props) {
  return (
    <ul className="flex flex-col gap-1 text-body">
      {item.merged.map((one) => (
        <li key={one.id} className="flex items-start gap-3">
          <span className="min-w-0 flex-1 truncate">
            <Link href={paths.feedbackItem(one.name)} prefetch={false} className="num underline">
              {one.name}
            </Link>{' '}
            {one.excerpt}
          </span>
          <Button
            size="small"
            disabledReason={reason}
            aria-label={`Un-merge ${one.name}`}
            onClick={() => actOn(one, { verb: 'unmerge' })}
          >
            Un-merge
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** What it is linked to, each with the way to take the link off. */
export function LinkList({ item, actOn, reason }: Props) {
  return (
    <ul className="flex flex-col gap-1 text-body">
      {item.links.map(({ kind, ref, title }) => (
        <li key={kind + ref} className="flex items-start gap-3">
          <span className="min-w-0 flex-1 break-words">
            <span className="text-text-2">{KIND[kind]}</span>{' '}
            {kind === 'issue' ? (
              <Issue address={ref}>{title || ref}</Issue>
            ) : (
              <Link
                href={kind === 'flag' ? paths.flag(ref) : paths.rollout(ref)}
                prefetch={false}
                className="underline"
              >
                {title || ref}
              </Link>
            )}
          </span>
          <Button
            size="small"
            disabledReason={reason}
            aria-label={`Take off the link to ${title || ref}`}
            onClick={() => actOn(item, { verb: 'unlink', ref })}
          >
            Take off
          </Button>
        </li>
      ))}
    </ul>
  )
}
/** Only addresses of the web lead out of here; anything else is words. */
const Issue = ({ address, children }: { address: string; children: string }) =>
  /^https?:\/\//i.test(address) ? (
    <a href={address} rel="noreferrer noopener" target="_blank" className="underline">
      {children}
    </a>
  ) : (
    children
  )
const KIND = { issue: 'Issue', flag: 'Flag', rollout: 'Rollout' } as const
