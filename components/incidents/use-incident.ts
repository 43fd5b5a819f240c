'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Action, useAction } from '@/components/live/use-action'
import { useLive } from '@/components/live/use-live'
import { useAnnounce } from '@/components/ui/announcer'
import { incidentKeys, incidentQuery, incidentTopics } from '@/lib/incidents/client/queries'
import { type IncidentView, type TimelineRow } from '@/lib/incidents/core/schema'
import { elapsedMs } from '@/lib/kernel/moments'
import { type Outcome } from '@/lib/kernel/result'
import { changeRow, refreshTimelines } from './timeline-cache'

/** Server actions, bound by the page. `post` is the way of a form when no script runs. */
export type IncidentActions = {
  act: (input: unknown) => Promise<Outcome<unknown>>
  post: (form: FormData) => Promise<void>
}

/** What may be changed of a row: pinned, titled anew, or corrected and withdrawn where a person wrote it. */
export type RowChange = { pinned?: boolean; title?: string; body?: string; withdraw?: true }

/** What is sent: a verb's word with its input, or one of the verbs of the suspect. */
export type Sent = { word: string; [member: string]: unknown }

const SOON_MS = 300
const CONFIRMING_MS = 1000
const WATCHING_MS = 5000
const WATCHED_MS = 30 * 60_000

/** The incident as it is now: read again whenever the stream says that it, or its suspect, changed. */
export function useLiveIncident(initial: IncidentView): IncidentView {
  const client = useQueryClient()
  const view = useQuery({
    ...incidentQuery(initial.id),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data ? pollEveryMs(state.data) : false),
  })
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(soon.current), [])
  useLive(incidentTopics.detail(initial.id, view.data.cause?.rolloutId ?? null), () => {
    if (soon.current !== undefined) return
    soon.current = setTimeout(() => {
      soon.current = undefined
      void client.invalidateQueries({ queryKey: incidentKeys.detail(initial.id) })
    }, SOON_MS)
  })
  return view.data
}

/** Clients confirm and failures stop without an event of their own: while they do, the page asks by itself. */
function pollEveryMs({ cause, now }: IncidentView): number | false {
  if (!cause?.stopped || elapsedMs(cause.stopped.at, now) > WATCHED_MS) return false
  return cause.propagation && !cause.propagation.done ? CONFIRMING_MS : WATCHING_MS
}

/** The one way to every verb, for button, key and form: sends, keeps the answer, says it aloud. */
export function useIncidentVerbs(incident: IncidentView, { act }: IncidentActions) {
  const announce = useAnnounce()
  const [last, setLast] = useState<string | null>(null)
  const send_: Action<unknown, Sent> = (input) => act(input)
  const client = useQueryClient()
  const sent = useAction(send_, incidentKeys.detail(incident.id))
  const send = async (input: Sent, said: string): Promise<boolean> => {
    setLast(input.word)
    const outcome = await sent.send(input)
    if (!outcome?.ok) return false
    announce('assertive', said)
    void refreshTimelines(client, incident.id)
    return true
  }
  return {
    /** A verb of the incident itself. */
    send: (word: string, input: object, said: string) => send({ word, incidentId: incident.id, ...input }, said),
    /** Changes a row of the timeline, and shows it where it stands. */
    edit: async ({ id, title, titleOriginal }: TimelineRow, change: RowChange, said: string): Promise<boolean> => {
      const input = { word: 'edit-row', incidentId: incident.id, eventId: id, ...change }
      if (!(await send(input, said))) return false
      // A correction is a row of its own: it is read anew.
      if (change.body !== undefined) {
        await client.invalidateQueries({ queryKey: incidentKeys.timelines(incident.id) })
        return true
      }
      const { withdraw, title: renamed, ...rest } = change
      const words = renamed === undefined ? {} : { title: renamed, titleOriginal: titleOriginal ?? title }
      changeRow(client, incident.id, id, withdraw ? null : { ...rest, ...words })
      return true
    },
    /** A verb of the suspect: its own command, the same as on its own page. */
    sendRaw: send,
    refuse: (reason: string | null) => announce('polite', reason ?? 'This is not possible now.'),
    pending: sent.isPending ? last : null,
    phase: sent.phase,
    refusal: sent.refusal,
    fault: sent.fault,
    retry: sent.retry,
    reset: sent.reset,
  }
}

export type IncidentVerbs = ReturnType<typeof useIncidentVerbs>
