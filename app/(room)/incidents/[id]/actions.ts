'use server'
import { redirect } from 'next/navigation'
import { type Outcome } from '@/lib/kernel/result'
import { paths } from '@/lib/kernel/paths'
import { inputOf, runIncidentAction } from '../run-incident-action'

/** A verb of the incident, or of its suspect, by its word. */
export async function act(input: unknown): Promise<Outcome<unknown>> {
  return runIncidentAction(input)
}

/** The same for a form of a page whose script never came: leads back, with the reason when nothing was changed. */
export async function post(form: FormData): Promise<void> {
  const { back, input } = inputOf(form)
  const { minutesAgo: _, ...sent } = input
  const outcome = await runIncidentAction(sent)
  redirect(outcome.ok ? paths.incident(back) : paths.incidentRefused(back, outcome.code))
}
