'use client'
import { type Hotkey, useHotkeys } from '@/components/live/hotkeys'
import { type FeedbackRow, type TriageAct } from '@/lib/feedback/core/schema'
import { sentimentStep } from './act-effects'
import { type Asking } from './asking'

/** What the keys of one item do. */
type ItemParts = {
  current: FeedbackRow | undefined
  me: string
  undo: () => void
  nextAlike: () => void
  act: (act: TriageAct) => void
  ask: (asking: Asking) => void
}
/** What those of the list around it do. */
type ListParts = {
  step: (by: 1 | -1, extend: boolean) => void
  open: () => void
  select: () => void
  filter: () => void
  savedView: (at: number) => void
  savedViews: number
}

/** The whole triage keyboard (ux §1.5, feedback §3). */
export function useInboxKeys(item: ItemParts, list: ListParts | null): void {
  useHotkeys([...(list ? listKeys(list) : []), ...itemKeys(item)], 'Feedback')
}

const listKeys = ({ step, open, select, filter, savedView, savedViews }: ListParts): Hotkey[] => [
  { key: 'j', label: 'Next item', run: () => step(1, false) },
  { key: 'k', label: 'Previous item', run: () => step(-1, false) },
  { key: '⇧j', label: 'Select and go on', run: () => step(1, true) },
  { key: '⇧k', label: 'Select and go back', run: () => step(-1, true) },
  { key: 'o', label: 'Open the item', run: open },
  { key: 'x', label: 'Select', run: select },
  { key: 'f', label: 'Filter', run: filter },
  ...Array.from({ length: Math.min(9, savedViews) }, (_, i) => ({
    key: String(i + 1),
    label: `Saved view ${i + 1}`,
    run: () => savedView(i),
  })),
]

function itemKeys({ current, me, undo, nextAlike, act, ask }: ItemParts): Hotkey[] {
  const correct = (by: 1 | -1) => act({ verb: 'sentiment', label: sentimentStep(current?.sentiment ?? null, by) })
  return [
    { key: 'e', label: 'Done', run: () => act({ verb: 'done', outcome: 'no-action' }) },
    { key: 'a', label: 'Assign', run: () => ask('assign') },
    { key: '⇧a', label: 'Assign to me', run: () => act({ verb: 'assign', assigneeId: me }) },
    { key: 'l', label: 'Tag', run: () => ask('tag') },
    { key: 'c', label: 'Cluster', run: () => ask('cluster') },
    { key: 'm', label: 'Merge duplicate', run: () => ask('merge') },
    { key: '⇧m', label: 'Un-merge', run: () => act({ verb: 'unmerge' }) },
    { key: 'h', label: 'Snooze', run: () => ask('snooze') },
    { key: 'i', label: 'Link', run: () => ask('link') },
    { key: 'r', label: 'Reply', run: () => ask('reply') },
    { key: 't', label: 'Internal note', run: () => ask('note') },
    { key: 'd', label: 'Decline', run: () => ask('decline') },
    { key: '!', label: 'Spam', run: () => act({ verb: 'spam' }) },
    { key: 'u', label: 'Unread', run: () => act({ verb: 'unread', unread: !current?.unread }) },
    { key: '+', label: 'Sentiment is more positive', run: () => correct(1) },
    { key: '-', label: 'Sentiment is more negative', run: () => correct(-1) },
    { key: 'n', label: 'Next in the same cluster', run: nextAlike },
    { key: 'z', label: 'Undo', run: undo },
  ]
}
