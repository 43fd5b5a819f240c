'use client'
import Link from 'next/link'
import { useTimeLeft } from '@/components/live/clock'
import { Button, buttonClass } from '@/components/ui/button'
import { Kbd } from '@/components/ui/badge'
import { cx } from '@/components/ui/cx'
import { Time } from '@/components/ui/time'
import { type CauseView, type IncidentView } from '@/lib/incidents/core/schema'
import { count, plural } from '@/lib/kernel/format'
import { countdown } from '@/lib/kernel/format-time'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { stopFields } from './stop-fields'
import { type IncidentActions, type IncidentVerbs } from './use-incident'
import { VerbForm } from './verb-form'

export type CauseProps = {
  incident: IncidentView
  verbs: IncidentVerbs
  actions: IncidentActions
  /** Stops at once, or asks where it cannot be undone. */
  stop: () => void
  undo: () => void
}

/** The first screen of a phone: what hurts people, and the one button that ends it. */
export function CauseBlock({ incident, verbs, actions, stop, undo }: CauseProps) {
  const { cause } = incident
  if (!cause) return <NoCause incident={incident} />
  return (
    <section
      aria-labelledby="cause"
      id="stop"
      data-state={cause.state}
      className={cx(
        'card flex flex-col gap-3 border-2 px-4 py-4 sm:px-6',
        cause.stopped ? 'border-line-strong' : 'border-bad',
      )}
    >
      <h2 id="cause" className="text-body font-bold">
        {cause.stopped ? 'Exposure is taken away' : 'Fastest way to stop it'}
      </h2>
      <p className="measure text-answer">
        {cause.sentence}
        {cause.since && (
          <>
            {' '}
            Since <Time at={cause.since} format="short" now={incident.now} />.
          </>
        )}
      </p>
      {cause.stopped ? (
        <Stopped cause={cause} incident={incident} verbs={verbs} undo={undo} />
      ) : (
        <VerbForm actions={actions} fields={stopFields(incident, cause)} onSend={stop}>
          <Lost cause={cause} />
          <Button
            type="submit"
            look="danger"
            disabledReason={cause.stop.enabled ? null : (cause.stop.reason ?? 'Not possible now')}
            pending={verbs.pending === 'stop' || verbs.pending === 'stop-flag'}
            className="h-14! w-full text-answer! sm:w-auto sm:min-w-64"
            aria-keyshortcuts="x"
          >
            Stop exposure <Kbd>X</Kbd>
          </Button>
        </VerbForm>
      )}
      <p className="measure text-dense text-text-2">{cause.consequence}</p>
      <p className="text-dense">
        {cause.rolloutId ? (
          <Link className="text-accent underline underline-offset-2" href={paths.rollout(cause.name)}>
            {cause.name}: all evidence
          </Link>
        ) : (
          <Link className="text-accent underline underline-offset-2" href={paths.flag(cause.flag)}>
            The flag {cause.flag}
          </Link>
        )}
      </p>
    </section>
  )
}

/** What stopping would lose stands beside the button, and is agreed to even when no script runs. */
function Lost({ cause }: { cause: CauseView }) {
  if (!cause.stop.confirm) return null
  return (
    <p className="measure mb-2 rounded-control bg-warn-soft px-3 py-2 text-body">
      This can’t be safely undone. {cause.stop.lost}
    </p>
  )
}

type StoppedProps = Pick<CauseProps, 'incident' | 'verbs' | 'undo'> & { cause: CauseView }

/** The proof: who has confirmed, whether it gets better, and the clock of Undo or why there is none. */
function Stopped({ cause, incident, verbs, undo }: StoppedProps) {
  const { propagation, watch, stopped } = cause
  return (
    <output className="flex flex-col gap-2">
      <p className="num text-answer font-medium">
        Exposure stopped {stopped && <Time at={stopped.at} format="seconds" />} by {stopped?.by}.{' '}
        {propagation &&
          (propagation.seen > 0
            ? `${count(propagation.confirmed)} of ${plural(propagation.seen, 'client', 'clients')} confirmed.`
            : 'No client was seen in the last five minutes.')}
      </p>
      {propagation && propagation.seen > 0 && (
        <progress
          aria-label="Clients confirmed"
          max={propagation.seen}
          value={propagation.confirmed}
          className="forced-edge h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-good [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-good"
        />
      )}
      {propagation && propagation.unconfirmed.length > 0 && (
        <details className="text-dense">
          <summary className="touchable py-1 font-medium">
            {plural(propagation.unconfirmed.length, 'client hasn’t', 'clients haven’t')} confirmed and may still serve
            it
          </summary>
          <ul className="mt-1 flex flex-col gap-1 text-text-2">
            {propagation.unconfirmed.map(({ id, service, version, seenAt }) => (
              <li key={id}>
                <span className="font-mono text-caption">{id}</span>
                {service && ` · ${service}${version ? ` ${version}` : ''}`}, seen{' '}
                <Time at={seenAt} format="age" now={incident.now} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {watch && <p className="num text-body">{watch.sentence}</p>}
      {cause.undo ? (
        <UndoButton until={cause.undo.until} now={incident.now} verbs={verbs} undo={undo} />
      ) : (
        cause.undoReason && <p className="text-dense text-text-2">No Undo: {lowerFirst(cause.undoReason)}.</p>
      )}
    </output>
  )
}

type UndoProps = { until: Instant; now: Instant; verbs: IncidentVerbs; undo: () => void }

function UndoButton({ until, now, verbs, undo }: UndoProps) {
  const leftMs = useTimeLeft(until, now)
  if (leftMs === 0) return null
  return (
    <Button className="self-start" pending={verbs.pending === 'undo'} onClick={undo}>
      Undo, <span className="num">{countdown(leftMs)}</span> left
    </Button>
  )
}

function NoCause({ incident }: { incident: IncidentView }) {
  const rollout = incident.rollouts[0]
  return (
    <section aria-labelledby="cause" className="card flex flex-col gap-2 px-4 py-4 sm:px-6">
      <h2 id="cause" className="text-body font-bold">
        Nothing to stop yet
      </h2>
      <p className="measure text-answer">
        No rollout or flag is suspected. Look at what changed below, or link the rollout that you suspect.
      </p>
      {rollout && (
        <Link className={buttonClass('secondary')} href={paths.rollout(rollout.name)}>
          {rollout.name}
        </Link>
      )}
    </section>
  )
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
