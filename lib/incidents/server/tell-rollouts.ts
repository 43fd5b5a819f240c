import { putOpenIncident } from '@/lib/rollouts/server/contract'
import { isLoud } from '../core/decide-open'
import { nameOf } from '../core/facts'
import { type Incident } from '../core/model'
import { isOpen } from '../core/states'
import { listMergedInto } from './incident-rows'
import { type Place } from './save-incident'

/**
 * Tells rollouts which of them an open SEV1 or SEV2 is about: nobody gets their flags for the first time meanwhile
 * (incidents-and-delivery §12). What was merged into it counts too; a drill keeps nothing from starting.
 */
export async function tellRollouts({ tx, workspaceId }: Place, incident: Incident): Promise<void> {
  const { id: incidentId, severity, state, isDrill } = incident
  const isBad = isOpen(state) && isLoud(severity) && !isDrill
  const merged = isBad ? await listMergedInto(tx, workspaceId, incidentId) : []
  const rolloutIds = isBad ? [...new Set([incident, ...merged].flatMap(({ rollouts }) => rollouts))] : []
  await putOpenIncident(tx, { workspaceId, incidentId, name: nameOf(incident), severity, rolloutIds })
}
