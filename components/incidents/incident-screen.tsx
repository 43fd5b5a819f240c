'use client'
import Link from 'next/link'
import { lazy, Suspense, useRef, useState } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { applyTheme } from '@/components/shell/theme'
import { Banner } from '@/components/ui/banner'
import { Button, buttonClass } from '@/components/ui/button'
import { PartBoundary } from '@/components/ui/part-boundary'
import { Time } from '@/components/ui/time'
import { type IncidentView, type TimelinePage } from '@/lib/incidents/core/schema'
import { paths } from '@/lib/kernel/paths'
import { CauseBlock } from './cause-block'
import { type Mode } from './composer'
import { type Asked } from './dialogs/asked'
import { NotLoaded } from './not-loaded'
import { DrillBadge, SeverityBadge } from './severity'
import { stopFields } from './stop-fields'
import { type IncidentActions, useIncidentVerbs, useLiveIncident } from './use-incident'
import { VerbForm } from './verb-form'

/** Fetched at once, but the button that ends it does not wait for it. */
const work = import('./incident-work')
const Work = lazy(async () => ({ default: (await work).IncidentWork }))
const confirm = import('./confirm-stop')
const ConfirmStop = lazy(async () => ({ default: (await confirm).ConfirmStop }))
const answer = import('./incident-answer')
const Answer = lazy(async () => ({ default: (await answer).IncidentAnswer }))
const UNREACHED = 'Nothing is known to have changed: Soundings couldn’t be reached.'
const Dialogs = lazy(async () => ({ default: (await import('./dialogs/incident-dialogs')).IncidentDialogs }))

type Props = {
  initial: IncidentView
  timeline: TimelinePage | null
  actions: IncidentActions
  /** Why a form that was posted without a script changed nothing. */
  refused: string | null
  /** The row of the timeline that the address leads to, and whether it is not there any more. */
  linked: { row: string | null; isGone: boolean }
}

/** One incident: what hurts, the button that ends it, what changed, and who does what. */
export function IncidentScreen({ initial, timeline, actions, refused, linked }: Props) {
  const incident = useLiveIncident(initial)
  const verbs = useIncidentVerbs(incident, actions)
  const [mode, setMode] = useState<Mode>('notes')
  const [stopping, askStop] = useState(false)
  const [asked, ask] = useState<Asked | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const { cause, may } = incident

  const sendStop = () => {
    if (!cause) return
    const { back: _, ...input } = stopFields(incident, cause)
    void verbs.sendRaw(input, 'Exposure stopped').then(() => askStop(false))
  }
  const stop = () => {
    if (!cause) return verbs.refuse('No rollout or flag is suspected.')
    if (cause.stopped) return verbs.refuse('Exposure is stopped already.')
    if (!cause.stop.enabled) return verbs.refuse(cause.stop.reason)
    if (verbs.pending === 'stop' || verbs.pending === 'stop-flag') return undefined
    return cause.stop.confirm ? askStop(true) : sendStop()
  }
  const undo = () => {
    if (!cause?.undo) return verbs.refuse(cause?.undoReason ?? 'There is nothing to undo.')
    const input = { rolloutId: cause.rolloutId, expectedVersion: cause.rolloutVersion }
    return void verbs.sendRaw({ word: 'undo', ...input }, 'Undone: the same people have it again')
  }
  const acknowledge = () =>
    may.acknowledge.enabled ? void verbs.send('acknowledge', {}, 'Acknowledged') : verbs.refuse(may.acknowledge.reason)
  const pause = () =>
    cause?.pause.enabled
      ? void verbs.sendRaw(
          { word: 'pause', rollouts: incident.rollouts.map(({ id }) => id), rolloutId: cause.rolloutId },
          'Paused; the share stays',
        )
      : verbs.refuse(cause?.pause.reason ?? 'No rollout is linked.')
  const write = (next: Mode) => {
    setMode(next)
    field.current?.focus()
  }
  useHotkeys(
    [
      { key: 'x', label: 'Stop exposure of the top suspect', run: stop, dangerous: true },
      { key: 'k', label: 'Acknowledge', run: acknowledge },
      { key: 'u', label: 'Post an update', run: () => write('updates') },
      { key: 't', label: 'Write a note', run: () => write('notes') },
      { key: 'p', label: 'Pause every linked rollout', run: pause, dangerous: true },
      { key: 'z', label: 'Undo one’s own stop', run: undo },
    ],
    'Incident',
  )
  return (
    <RoomFrame
      crumbs={[{ label: 'Incidents', href: paths.incidents() }, { label: incident.name }]}
      environment={incident.environmentName ?? undefined}
    >
      <div className="flex flex-col gap-4">
        <PageHead
          title={
            <span className="flex flex-wrap items-center gap-2">
              {incident.isDrill && <DrillBadge />}
              <SeverityBadge severity={incident.severity} />
              <span>
                <span className="num font-normal text-text-2">{incident.name}</span> {incident.title}
              </span>
            </span>
          }
          answer={
            <>
              {incident.isOpen && 'Open since '}
              <Time at={incident.openedAt} format="age" now={incident.now} /> · lead{' '}
              {incident.lead?.name ?? 'nobody yet'} · {incident.stateSentence}
              {incident.impact && ` · ${incident.impact}`}
            </>
          }
          action={
            <HeadActions incident={incident} verbs={verbs} actions={actions} acknowledge={acknowledge} ask={ask} />
          }
        />
        {incident.mergedInto && (
          <Banner tone="info" actions={<Unmerge incident={incident} verbs={verbs} />}>
            It lives on in <Link href={paths.incident(incident.mergedInto.name)}>{incident.mergedInto.name}</Link>. Work
            there.
          </Banner>
        )}
        {linked.isGone && (
          <Banner tone="info">The row that this link led to is not on the timeline any more. This is all of it.</Banner>
        )}
        {refused && <Banner tone="warn">Nothing was changed ({refused}). Look again and try once more.</Banner>}
        <PartBoundary instead={<p role="alert">{verbs.refusal?.message ?? (verbs.fault && UNREACHED)}</p>}>
          <Suspense fallback={null}>
            <Answer incident={incident} verbs={verbs} />
          </Suspense>
        </PartBoundary>
        <CauseBlock incident={incident} verbs={verbs} actions={actions} stop={stop} undo={undo} />
        <PartBoundary instead={<NotLoaded />}>
          <Suspense fallback={null}>
            <Work
              incident={incident}
              verbs={verbs}
              actions={actions}
              timeline={timeline}
              linked={linked.row}
              writing={{ mode, setMode, fieldRef: field }}
              ask={ask}
            />
          </Suspense>
        </PartBoundary>
      </div>
      {stopping && cause && (
        <PartBoundary instead={<AskedPlainly cause={cause} onStop={sendStop} />}>
          <Suspense fallback={null}>
            <ConfirmStop
              cause={cause}
              pending={verbs.pending === 'stop'}
              onStop={sendStop}
              close={() => askStop(false)}
            />
          </Suspense>
        </PartBoundary>
      )}
      {asked && (
        <PartBoundary key={asked.kind} instead={<NotLoaded />}>
          <Suspense fallback={null}>
            <Dialogs asked={asked} incident={incident} actions={actions} close={() => ask(null)} />
          </Suspense>
        </PartBoundary>
      )}
    </RoomFrame>
  )
}

type HeadProps = {
  incident: IncidentView
  verbs: ReturnType<typeof useIncidentVerbs>
  actions: IncidentActions
  acknowledge: () => void
  ask: (asked: Asked) => void
}

const dark = () => applyTheme(document.documentElement.classList.contains('dark') ? 'light' : 'dark')

/** Acknowledge, the dark switch, and the text to keep. */
function HeadActions({ incident, verbs, actions, acknowledge, ask }: HeadProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      {incident.may.acknowledge.enabled && (
        <VerbForm
          actions={actions}
          fields={{ word: 'acknowledge', incidentId: incident.id, back: incident.name }}
          onSend={acknowledge}
        >
          <Button type="submit" pending={verbs.pending === 'acknowledge'} aria-keyshortcuts="k">
            Acknowledge
          </Button>
        </VerbForm>
      )}
      <Button
        look="quiet"
        size="small"
        disabledReason={incident.may.respond.reason}
        onClick={() => ask({ kind: 'rename' })}
      >
        Rename…
      </Button>
      <Button look="quiet" size="small" onClick={dark}>
        Dark or light
      </Button>
      <a className={buttonClass('quiet', 'small')} href={paths.incidentExport(incident.name)} download>
        Export
      </a>
    </div>
  )
}

/** The same question when the script of its dialog did not come. */
const AskedPlainly = ({ cause, onStop }: { cause: NonNullable<IncidentView['cause']>; onStop: () => void }) => (
  <Banner tone="warn" role="alert" actions={<Button onClick={onStop}>Stop exposure</Button>}>
    This can’t be safely undone. {cause.stop.lost}
  </Banner>
)

/** Back to what it was, for who may; the other incident keeps its own rows. */
const Unmerge = ({ incident, verbs }: Pick<HeadProps, 'incident' | 'verbs'>) => (
  <Button
    size="small"
    disabledReason={incident.may.merge.reason}
    pending={verbs.pending === 'unmerge'}
    onClick={() => void verbs.send('unmerge', { expectedVersion: incident.version }, 'By itself again')}
  >
    Un-merge
  </Button>
)
