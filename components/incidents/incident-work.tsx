'use client'
import { type RefObject } from 'react'
import { type IncidentView, type TimelinePage } from '@/lib/incidents/core/schema'
import { Composer, type Mode } from './composer'
import { type Asked } from './dialogs/asked'
import { LinkedCard } from './linked-card'
import { NextCard } from './next-card'
import { StateCard } from './state-card'
import { SuspectsCard } from './suspects-card'
import { TimelineCard } from './timeline-card'
import { type IncidentActions, type IncidentVerbs } from './use-incident'

type Props = {
  incident: IncidentView
  verbs: IncidentVerbs
  actions: IncidentActions
  timeline: TimelinePage | null
  linked: string | null
  writing: { mode: Mode; setMode: (mode: Mode) => void; fieldRef: RefObject<HTMLTextAreaElement | null> }
  ask: (asked: Asked) => void
}

/** Below the button that ends it: what may have caused it, what happened, and who does what. It comes alive after the button. */
export function IncidentWork({ incident, verbs, actions, timeline, linked, writing, ask }: Props) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_26rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <SuspectsCard incident={incident} verbs={verbs} actions={actions} />
        <TimelineCard incident={incident} first={timeline} linked={linked} verbs={verbs} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Composer incident={incident} verbs={verbs} actions={actions} {...writing} />
        <NextCard incident={incident} verbs={verbs} actions={actions} ask={ask} />
        <StateCard incident={incident} verbs={verbs} actions={actions} ask={ask} />
        <LinkedCard incident={incident} verbs={verbs} ask={ask} />
      </div>
    </div>
  )
}
