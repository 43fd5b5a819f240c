'use client'
import { lazy, Suspense, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { type FlagPlace } from '@/lib/flags/core/flag-detail'
import { ruleSentence } from '@/lib/flags/core/sentences'
import { plural } from '@/lib/kernel/format'
import { type Draft, type FlagScreenProps } from './flag-screen-types'
import { numbered } from './numbered'
import { PreviewPanel } from './preview-panel'
import { type LiveRollout } from './shared-types'

const RuleEditor = lazy(async () => ({ default: (await import('./rule-editor')).RuleEditor }))
const CopyDialog = lazy(async () => ({ default: (await import('./copy-dialog')).CopyDialog }))

type Props = FlagScreenProps & { place: FlagPlace; live: LiveRollout | undefined }

/** Who gets what in one environment: rules as sentences in the order they are asked, or their editor. */
export function TargetingTab(props: Props) {
  const { detail, place, rights } = props
  const [draft, setDraft] = useState<Draft | null>(null)
  const [isCopying, setCopying] = useState(false)
  const { rules, otherwise, state } = place.targeting
  const reason = detail.archivedAt ? 'The flag is archived.' : rights.edit
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_420px]">
      <section aria-label={`Rules in ${place.name}`} className="card min-w-0 px-4 py-4 sm:px-5">
        <header className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-answer font-bold">Rules in {place.name}</h2>
          {!draft && (
            <span className="flex flex-wrap gap-2">
              <Button size="small" disabledReason={reason} onClick={() => setCopying(true)}>
                Copy rules…
              </Button>
              <Button size="small" disabledReason={reason} onClick={() => setDraft({ rules, otherwise, state })}>
                Edit rules
              </Button>
            </span>
          )}
        </header>
        {draft ? (
          <Suspense fallback={<p className="text-body text-text-2">Opening the editor…</p>}>
            <RuleEditor {...props} draft={draft} onDraft={setDraft} close={() => setDraft(null)} />
          </Suspense>
        ) : (
          <RuleSentences {...props} />
        )}
      </section>
      <PreviewPanel {...props} draft={draft} />
      <Suspense fallback={null}>{isCopying && <CopyDialog {...props} close={() => setCopying(false)} />}</Suspense>
    </div>
  )
}

function RuleSentences({ place, live, people, detail }: Props) {
  const { rules, otherwise, state, stopped, handStop } = place.targeting
  const isOff = state === 'DISABLED' || stopped !== null || Boolean(handStop)
  const perDay = (i: number) => {
    const n = people?.byRule[i]
    return n === undefined || isOff ? '' : `${plural(n, 'person', 'people')}/day`
  }
  const isBoolean = detail.definition.type === 'boolean'
  return (
    <>
      {state === 'DISABLED' && (
        <p className="mb-2 text-body font-medium">Disabled here: everyone gets the default of their code.</p>
      )}
      {stopped && !handStop && (
        <p className="mb-2 text-body font-medium">
          Stopped by its rollout: everyone gets {stopped.variant}, before every rule.
        </p>
      )}
      <ol className={cx('flex flex-col divide-y divide-line text-body', isOff && 'text-text-2')}>
        {numbered(rules).map(({ item: rule, at: i, id }) => {
          const { who, gets } = ruleSentence(rule)
          return (
            <li
              key={id}
              data-rule={rule.kind}
              className="grid grid-cols-[1.5rem_1fr] gap-x-2 py-2 sm:grid-cols-[1.5rem_1fr_auto]"
            >
              <span className="num text-text-3">{i + 1}</span>
              <span className="min-w-0">
                {i === 0 ? 'If' : 'Else if'} <span className="font-medium">{who}</span> → {gets}
                {rule.kind === 'rollout' && (
                  <span className="block text-dense text-text-2">
                    {live ? `${live.name}, stage ${live.stage} of ${live.stages}: ${live.sentence}` : 'a rollout'}. Its
                    place in the list is its precedence; earlier rules win.
                  </span>
                )}
              </span>
              <span className="num text-dense text-text-2 max-sm:col-start-2">{perDay(i)}</span>
            </li>
          )
        })}
        <li className="grid grid-cols-[1.5rem_1fr] gap-x-2 py-2 sm:grid-cols-[1.5rem_1fr_auto]">
          <span className="num text-text-3">{rules.length + 1}</span>
          <span>
            {rules.length === 0 ? 'Everyone' : 'Otherwise'} → {otherwise}
            {isBoolean && rules.some(({ kind }) => kind === 'rollout') && (
              <span className="block text-dense text-text-2">
                People without a user id come here: they are in neither cohort.
              </span>
            )}
          </span>
          <span className="num text-dense text-text-2 max-sm:col-start-2">{perDay(rules.length)}</span>
        </li>
      </ol>
      <p className="mt-3 text-dense text-text-2">
        {people
          ? `${plural(people.perDay, 'person', 'people')} met this flag here in the last day, counted from exposure records.`
          : 'How many people a day each rule is about is not known: no exposure record of this flag came in the last day.'}
      </p>
    </>
  )
}
