import { recordTimelines } from '@/lib/governance/server/contract'
import { refuse } from '@/lib/kernel/result'
import { command } from '@/lib/platform/command'
import { decided } from '../core/events'
import { causeConfirmed } from '../core/decide-people'
import { byOf } from '../core/facts'
import { type IncidentView, JudgeSuspectInput, type SuspectState } from '../core/schema'
import { decideOn } from './decide-on'
import { judgeSuspectRow, listSuspects } from './suspect-rows'

const WORDS: Readonly<Record<SuspectState, string>> = {
  ruled_out: 'ruled out',
  confirmed: 'confirmed as the cause:',
  open: 'suspects again:',
}
const KINDS: Readonly<Record<SuspectState, string>> = {
  ruled_out: 'suspect.ruled_out',
  confirmed: 'suspect.confirmed',
  open: 'suspect.reopened',
}

/** A person's word about a suspect. Rank never acts by itself; a confirmed cause identifies the incident. */
export const judgeSuspect = command<JudgeSuspectInput, IncidentView>({
  name: 'incident.judge-suspect',
  permission: 'incident.respond',
  input: JudgeSuspectInput,
  async run(context, { incidentId, suspectId, verdict, reason }) {
    const { tx, actor, now } = context
    const suspects = await listSuspects(tx, actor.workspaceId, incidentId)
    const suspect = suspects.find(({ id }) => id === suspectId)
    if (!suspect) return refuse('not-found', 'This suspect is not one of this incident.')
    if (verdict === 'ruled_out' && !reason) {
      return refuse('reason-required', 'Say in a few words why it is not the cause.', { field: 'reason' })
    }
    const isNews = suspect.state !== verdict
    return decideOn(
      context,
      incidentId,
      (incident, facts) => (isNews && verdict === 'confirmed' ? causeConfirmed(incident, facts) : decided()),
      {
        detail: { suspect: suspect.ref, verdict, reason },
        also: async (place, { environmentId }) => {
          if (!isNews) return
          await judgeSuspectRow(place, suspectId, { state: verdict, reason, by: actor.name })
          const told = { workspaceId: actor.workspaceId, incidentId, environmentId: environmentId ?? undefined }
          const title = `${actor.name} ${WORDS[verdict]} ${suspect.title}`
          const at = { occurredAt: now, recordedAt: now, actor: byOf(actor) }
          await recordTimelines(tx, [
            { ...told, ...at, kind: KINDS[verdict], source: 'incidents', title, body: reason },
          ])
        },
      },
    )
  },
})
