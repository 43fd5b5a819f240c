'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction, type Action } from '@/components/live/use-action'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { useAnnounce } from '@/components/ui/announcer'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys, slaQuery } from '@/lib/feedback/client/queries'
import { type SlaPolicy, type SlaPolicyView } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { FeedbackTabs } from '../parts/feedback-tabs'
import { CalendarFields } from './calendar-fields'
import { targetsAnswer, targetsProblem } from './target-draft'
import { TargetFields } from './target-fields'

type Props = {
  initial: SlaPolicyView
  zones: readonly string[]
  mayConfigure: boolean
  now: Instant
  edit: Action<SlaPolicyView>
}

const NO = 'You can read this, not change it. Ask somebody with the role Triage, Approver or Admin.'

/** How soon people are answered, and when the house works. */
export function TargetsScreen({ initial, zones, mayConfigure, now, edit }: Props) {
  const { data: saved } = useQuery({ ...slaQuery(), initialData: initial })
  const sent = useAction(edit, feedbackKeys.all)
  const announce = useAnnounce()
  /** What was changed and is not saved, with the version it began from. */
  const [draft, setDraft] = useState<SlaPolicyView | null>(null)
  const policy = draft?.policy ?? saved.policy
  const change = (next: SlaPolicy) => setDraft({ policy: next, version: draft?.version ?? saved.version })
  const isChanged = draft !== null && JSON.stringify(draft.policy) !== JSON.stringify(saved.policy)
  const problem = targetsProblem(policy)
  const forget = () => {
    setDraft(null)
    sent.reset()
  }
  const save = async () => {
    if (!draft || problem) return
    const outcome = await sent.send({ policy: draft.policy, expectedVersion: draft.version })
    if (!outcome?.ok) return
    setDraft(null)
    announce('polite', 'The targets are saved')
  }
  return (
    <RoomFrame crumbs={[{ label: 'Feedback', href: paths.feedback() }, { label: 'Targets' }]}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <PageHead
          title="Targets"
          answer={`${targetsAnswer(saved.policy)}${saved.version === 0 ? ' Nobody chose them: Soundings comes with them.' : ''}`}
        />
        <FeedbackTabs here="targets" />
        {!mayConfigure && <Banner tone="info">{NO}</Banner>}
        <fieldset disabled={!mayConfigure} className="flex min-w-0 flex-col gap-4">
          <legend className="sr-only">Targets and hours of work</legend>
          <TargetFields policy={policy} now={now} onChange={change} />
          <CalendarFields policy={policy} zones={zones} onChange={change} />
        </fieldset>
        {(isChanged || sent.refusal || sent.fault) && (
          <div className="sticky bottom-[calc(var(--tabs)+8px)] z-10 flex flex-col gap-3 rounded-card border border-line-strong bg-surface p-3 shadow-float">
            {sent.refusal && <RefusalNote refusal={sent.refusal} />}
            {sent.fault && <Banner tone="warn">Nothing changed: Soundings couldn’t be reached. Try again.</Banner>}
            <div className="flex flex-wrap items-center gap-3">
              <p className="mr-auto text-body">
                Not saved yet. Once it is, open items are counted anew, from when they came.
              </p>
              <Button onClick={forget}>Discard</Button>
              <Button
                type="submit"
                look="primary"
                pending={sent.isPending}
                pendingLabel="Saving…"
                disabledReason={mayConfigure ? problem : NO}
              >
                Save
              </Button>
            </div>
          </div>
        )}
      </form>
    </RoomFrame>
  )
}
