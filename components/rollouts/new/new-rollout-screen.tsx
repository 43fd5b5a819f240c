'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Button } from '@/components/ui/button'
import { type RolloutDraftId, type RolloutId } from '@/lib/kernel/id'
import { paths } from '@/lib/kernel/paths'
import { draftCheckQuery } from '@/lib/rollouts/client/queries'
import {
  type DraftForm,
  type DraftPart,
  type DraftProblem,
  type ReadinessCheck,
  type DraftView,
} from '@/lib/rollouts/core/schema'
import { DraftAnswer } from './draft-answer'
import { ErrorSummary } from './error-summary'
import { FixLink } from './fix-link'
import { PartHow } from './part-how'
import { PartNav } from './part-nav'
import { PartReview } from './part-review'
import { PartSafety } from './part-safety'
import { PartWho } from './part-who'
import { PartWhy } from './part-why'
import { ReadinessRail } from '../readiness-rail'
import { SaveWords } from './save-words'
import { type Choices, type DraftActions, PARTS } from './types'
import { useDraft } from './use-draft'
import { useNextKey } from './use-next-key'
import { usePart } from './use-part'
import { useSubmit } from './use-submit'

type Props = {
  start: { form: DraftForm; draft: DraftView | null; rolloutId: RolloutId | null; rollout: string | null }
  choices: Choices
  actions: DraftActions
}

/** A new rollout in five parts that keep themselves; any of them at any time, nothing asked twice. */
export function NewRolloutScreen({ start, choices, actions }: Props) {
  const router = useRouter()
  const { part, seen, go, keep } = usePart()
  const { draft: first } = start
  const kept = first && { id: first.id, version: first.version, at: first.updatedAt }
  const draft = useDraft({ form: start.form, kept, rolloutId: start.rolloutId }, actions.save, keep)
  const { form, set } = draft
  const id = draft.kept?.id
  const { data: check } = useQuery({
    ...(id ? draftCheckQuery(id) : draftCheckQuery('rdr_')),
    enabled: id !== undefined,
    refetchInterval: 15_000,
    placeholderData: (before) => before,
  })
  const problems = check?.problems ?? []
  const submit = useSubmit({ draft, actions, problems, check, rewrites: start.rollout })
  const [focusOn, setFocusOn] = useState<string | null>(null)

  const open = (to: DraftPart) => {
    setFocusOn(null)
    go(to)
  }
  const lead = (problem: Pick<DraftProblem, 'part' | 'field'>) => {
    go(problem.part)
    setFocusOn(problem.field)
  }
  const errorOf = (field: string) => {
    const problem = problems.find((each) => each.field === field)
    return problem && (submit.asked > 0 || (seen.has(problem.part) && problem.part !== part)) ? problem.message : null
  }
  const at = PARTS.findIndex((each) => each.part === part)
  const before = PARTS[at - 1]
  const next = PARTS[at + 1]
  const shared = { form, set, errorOf, choices }
  const fixOf = (one: ReadinessCheck) => <FixLink check={one} flag={form.flag} go={open} />
  const discard = async (draftId: RolloutDraftId) => {
    const gone = await actions.discard({ draftId }).catch(() => null) // it stays, and so does this page
    if (gone?.ok) router.push(paths.rollouts())
  }
  useNextKey(() => {
    if (next) open(next.part)
  })
  return (
    <RoomFrame crumbs={[{ label: 'Rollouts', href: paths.rollouts() }, { label: start.rollout ?? 'New rollout' }]}>
      <div className="flex flex-col gap-4">
        <PageHead
          title={start.rollout ? `Edit ${start.rollout}` : 'New rollout'}
          answer={
            <>
              {form.flag === ''
                ? 'Choose a flag; nobody gets anything until you start it.'
                : `${form.flag}: nobody gets anything until you start it.`}{' '}
              <SaveWords draft={draft} />
            </>
          }
          action={
            id && (
              <Button look="quiet" onClick={() => void discard(id)}>
                Discard draft
              </Button>
            )
          }
        />
        <PartNav part={part} seen={seen} problems={problems} go={open} />
        <ErrorSummary problems={problems} asked={submit.asked} go={lead} />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <Focused key={part} field={focusOn} done={() => setFocusOn(null)}>
            {part === 'why' && (
              <PartWhy {...shared} earlier={check?.earlier ?? null} fixed={start.rolloutId !== null} />
            )}
            {part === 'who' && <PartWho {...shared} check={check} />}
            {part === 'how' && <PartHow {...shared} check={check} kept={draft.kept} />}
            {part === 'safety' && <PartSafety {...shared} check={check} />}
            {part === 'review' && (
              <PartReview form={form} check={check} rewrites={start.rollout} reason={submit.reason} />
            )}
            <DraftAnswer draft={draft} submit={submit} />
            <div className="flex flex-wrap items-center gap-2">
              {before && <Button onClick={() => open(before.part)}>Back: {before.name}</Button>}
              {next && (
                <Button look="primary" aria-keyshortcuts="Control+Enter" onClick={() => open(next.part)}>
                  Next: {next.name}
                </Button>
              )}
              {!next && submit.buttons}
            </div>
          </Focused>
          <aside aria-label="Readiness" className="min-w-0 lg:sticky lg:top-4">
            <ReadinessRail checks={check?.readiness ?? []} fix={fixOf} />
          </aside>
        </div>
      </div>
    </RoomFrame>
  )
}

/** The part on show; where a link led to one of its fields, focus goes there. */
function Focused({ field, done, children }: { field: string | null; done: () => void; children: ReactNode }) {
  return (
    <div
      ref={(element) => {
        if (!element || field === null) return
        const spot = element.querySelector(`[data-field="${CSS.escape(field)}"]`)
        const control = spot?.querySelector<HTMLElement>('input, select, textarea, button')
        if (!control) return // the part of a field comes a moment after the link to it
        control.focus()
        done()
      }}
      className="flex min-w-0 flex-col gap-4"
    >
      {children}
    </div>
  )
}
