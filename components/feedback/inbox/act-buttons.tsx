'use client'
import { MoreHorizontal } from 'lucide-react'
import { Kbd } from '@/components/ui/badge'
import { Button, buttonClass } from '@/components/ui/button'
import { DropdownMenu, MenuItem, MenuRadio, MenuSeparator } from '@/components/ui/dropdown-menu'
import { type FeedbackItemView, type TriageAct } from '@/lib/feedback/core/schema'
import { type Rights } from '../parts/rights'
import { type Asking } from './asking'

type Props = {
  item: FeedbackItemView
  rights: Rights
  onAct: (act: TriageAct) => void
  onAsk: (asking: Asking) => void
}

const KINDS = [
  ['bug', 'Bug'],
  ['feature_request', 'Feature request'],
  ['usability', 'Usability'],
  ['praise', 'Praise'],
  ['question', 'Question'],
  ['other', 'Other'],
] as const
const PRIORITIES = [
  ['urgent', 'Urgent'],
  ['high', 'High'],
  ['normal', 'Normal'],
  ['low', 'Low'],
] as const

/** The acts as buttons, each with its key; what is not possible now says why. */
export function ActButtons({ item, rights, onAct, onAsk }: Props) {
  const reasonOf = (verb: string): string | null =>
    (verb === 'reply' ? rights.reply : rights.triage) ?? item.verbs.find((one) => one.verb === verb)?.reason ?? null
  const ask = (asking: Asking, label: string, key: string) => (
    <Button key={asking} disabledReason={reasonOf(asking)} onClick={() => onAsk(asking)}>
      {label} <Hint>{key}</Hint>
    </Button>
  )
  const choose = (label: string, act: TriageAct, key = '') => (
    <MenuItem disabledReason={reasonOf(act.verb)} onSelect={() => onAct(act)}>
      {label} {key && <Hint>{key}</Hint>}
    </MenuItem>
  )
  return (
    <div className="flex flex-wrap gap-2" data-acts="">
      <Button
        look="primary"
        disabledReason={reasonOf('done')}
        onClick={() => onAct({ verb: 'done', outcome: 'no-action' })}
      >
        Done <Hint>E</Hint>
      </Button>
      {ask('reply', 'Reply', 'R')}
      {ask('assign', 'Assign', 'A')}
      {ask('tag', 'Tag', 'L')}
      {ask('cluster', 'Cluster', 'C')}
      {ask('merge', 'Merge', 'M')}
      {ask('snooze', 'Snooze', 'H')}
      {ask('note', 'Note', 'T')}
      <DropdownMenu
        label="More acts"
        className={buttonClass('secondary')}
        face={
          <>
            More <MoreHorizontal aria-hidden="true" size={16} strokeWidth={1.75} />
          </>
        }
      >
        <MenuItem disabledReason={reasonOf('link')} onSelect={() => onAsk('link')}>
          Link… <Hint>I</Hint>
        </MenuItem>
        <MenuItem disabledReason={reasonOf('decline')} onSelect={() => onAsk('decline')}>
          Decline… <Hint>D</Hint>
        </MenuItem>
        {choose('Start work', { verb: 'start' })}
        {choose('Open again', { verb: 'reopen' })}
        {choose('Un-merge', { verb: 'unmerge' }, '⇧M')}
        {choose('Spam', { verb: 'spam' }, '!')}
        {choose(item.unread ? 'Mark as read' : 'Mark as unread', { verb: 'unread', unread: !item.unread }, 'U')}
        {rights.triage === null && (
          <>
            <MenuSeparator />
            <MenuRadio
              label="Kind"
              value={item.type ?? ''}
              options={KINDS.map(([value, label]) => [value, label])}
              onChange={(value) => {
                const kind = KINDS.find(([one]) => one === value)?.[0]
                if (kind) onAct({ verb: 'type', type: kind })
              }}
            />
            <MenuRadio
              label="Priority"
              value={item.priority}
              options={PRIORITIES.map(([value, label]) => [value, label])}
              onChange={(value) => {
                const priority = PRIORITIES.find(([one]) => one === value)?.[0]
                if (priority) onAct({ verb: 'prioritise', priority })
              }}
            />
          </>
        )}
      </DropdownMenu>
    </div>
  )
}

const Hint = ({ children }: { children: string }) => (
  <span aria-hidden="true" className="max-md:hidden">
    <Kbd>{children}</Kbd>
  </span>
)
