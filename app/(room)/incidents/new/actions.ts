'use server'
import { redirect } from 'next/navigation'
import { runAction } from '@/lib/governance/server/run-action'
import { openIncident } from '@/lib/incidents/server/open-incident'
import { paths } from '@/lib/kernel/paths'
import { inputOf } from '../run-incident-action'

/** Opens an incident from the form and leads to it. */
export async function post(form: FormData): Promise<void> {
  const { word: _, ...input } = inputOf(form).input
  const outcome = await runAction(openIncident, input)
  redirect(outcome.ok ? paths.incident(outcome.value.name) : paths.newIncidentRefused(outcome.code))
}
