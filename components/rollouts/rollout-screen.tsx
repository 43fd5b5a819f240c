'use client'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { type RailHandle } from '@/components/charts/event-rail'
import { type Hotkey, useHotkeys } from '@/components/live/hotkeys'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { useAnnounce } from '@/components/ui/announcer'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/kernel/paths'
import { guardrailsWorstFirst } from '@/lib/rollouts/core/evidence-sentences'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { AfterEnd } from './after-end'
import { DecisionDock } from './decision-dock'
import { RolloutTabs, type Tab } from './rollout-tabs'
import { type ScreenState, useScreenState } from './screen-state'
import { UndoBanner } from './undo-banner'
import { useLiveRollout } from './use-live-rollout'
import { useRolloutCommands } from './use-rollout-commands'
import { type SayingState, useSaying, type WordActions } from './use-say'
import { type RolloutActions, useVerbs, type Verbs } from './use-verbs'
import { VerdictBlock } from './verdict-block'

/** Asked for at once, in a file of its own: the answer and the decisions come alive without waiting for it. */
const evidence = import('./evidence')
const Evidence = lazy(async () => ({ default: (await evidence).Evidence }))

/** Fetched as soon as the page is at rest: the first look needs no dialog, the first key may. */
const fetchConfirmVerb = async () => ({ default: (await import('./confirm-verb')).ConfirmVerb })
const ConfirmVerb = lazy(fetchConfirmVerb)
const SayDialogs = lazy(async () => ({ default: (await import('./say-dialogs')).SayDialogs }))
const ActivityTab = lazy(async () => ({ default: (await import('./activity-tab')).ActivityTab }))
const ReviewTab = lazy(async () => ({ default: (await import('./review-tab')).ReviewTab }))

type Props = { initial: RolloutView; actions: RolloutActions; words: WordActions }

/** One rollout: the answer, where it is in its ramp, the evidence, and the decisions. */
export function RolloutScreen({ initial, actions, words }: Props) {
  const { rollout, events, eventsFault } = useLiveRollout(initial)
  const verbs = useVerbs(rollout, actions)
  const state = useScreenState()
  const rowRef = useRef<HTMLDivElement>(null)
  const [rail, setRail] = useState<RailHandle | null>(null)
  const announce = useAnnounce()
  const saying = useSaying(rollout, (why) => announce('polite', why))
  useHotkeys(keysOf(rollout, verbs, state, rail, saying), 'Rollout')
  useEffect(() => void fetchConfirmVerb(), [])
  useRolloutCommands(rollout, verbs, saying)
  const tabs: readonly Tab[] = [
    { key: 'summary', label: 'Summary' },
    { key: 'activity', label: 'Activity' },
    { key: 'review', label: 'Review', note: rollout.reviewed ? 'written' : undefined },
  ]
  const tab = tabs.find(({ key }) => key === state.tab)?.key ?? 'summary'
  return (
    <RoomFrame
      crumbs={[{ label: 'Rollouts', href: paths.rollouts() }, { label: rollout.name }]}
      environment={rollout.environmentName}
    >
      <div className="flex flex-col gap-4">
        <PageHead
          title={rollout.flag}
          answer={
            <>
              {rollout.owner && `Owner ${rollout.owner} · `}policy {rollout.policy.key} v{rollout.policy.version}
              {rollout.startedAt && (
                <>
                  {' '}
                  · started <Time at={rollout.startedAt} format="short" now={rollout.now} />
                </>
              )}
            </>
          }
        />
        <VerdictBlock rollout={rollout} verbs={verbs} rowRef={rowRef} />
        <UndoBanner rollout={rollout} verbs={verbs} />
        <AfterEnd rollout={rollout} review={() => state.setTab('review')} />
        <RolloutTabs tabs={tabs} chosen={tab} choose={state.setTab} />
        <Suspense fallback={<Skeleton className="h-140 rounded-card" />}>
          {tab === 'summary' && (
            <Evidence {...{ rollout, events, eventsFault, state, verbs, saying }} railRef={setRail} />
          )}
          {tab === 'activity' && <ActivityTab {...{ rollout, events, eventsFault, saying }} />}
          {tab === 'review' && <ReviewTab rollout={rollout} write={words.review} />}
        </Suspense>
        <DecisionDock rollout={rollout} verbs={verbs} rowRef={rowRef} />
      </div>
      {verbs.asking && (
        <Suspense fallback={null}>
          <ConfirmVerb verbs={verbs} />
        </Suspense>
      )}
      {saying.saying && (
        <Suspense fallback={null}>
          <SayDialogs rollout={rollout} actions={words} saying={saying} />
        </Suspense>
      )}
    </RoomFrame>
  )
}

function keysOf(
  rollout: RolloutView,
  verbs: Verbs,
  state: ScreenState,
  rail: RailHandle | null,
  saying: SayingState,
): Hotkey[] {
  const guardrails = guardrailsWorstFirst(rollout.verdict?.metrics ?? []).slice(0, 9)
  return [
    {
      key: 'p',
      label: rollout.state === 'paused' ? 'Resume…' : 'Pause',
      run: () => verbs.press(rollout.state === 'paused' ? 'resume' : 'pause'),
      dangerous: true,
    },
    { key: 'r', label: 'Roll back', run: () => verbs.press('roll-back'), dangerous: true },
    { key: 'a', label: 'Approve', run: () => verbs.press('approve') },
    { key: 'n', label: 'Advance…', run: () => verbs.press('advance') },
    { key: 'z', label: 'Undo one’s own last decision', run: () => verbs.press('undo') },
    {
      key: 'v',
      label: 'Values or difference on top',
      run: () => state.setView(state.view === 'values' ? 'difference' : 'values'),
    },
    { key: 'c', label: 'Comment', run: () => saying.open('comment') },
    { key: 'm', label: 'Note on the chart', run: () => saying.open('annotate') },
    { key: 'd', label: 'Chart as a table', run: state.toggleTable },
    { key: ',', label: 'Previous event in the chart', run: () => rail?.step(-1) },
    { key: '.', label: 'Next event in the chart', run: () => rail?.step(1) },
    ...guardrails.map((metric, i) => ({
      key: String(i + 1),
      label: `Chart of ${metric.name}`,
      run: () => state.setMetric(metric.key),
    })),
  ]
}
