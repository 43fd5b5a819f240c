import { type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Outcome, type Refusal } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type CommandContext, type Committed } from '@/lib/platform/command'
import { type Author, type ChangeSubject, type ToldChange } from '../core/change-request'
import { freezesFrom } from '../core/freeze'
import { holdOf, holdRefusal, type Hold } from '../core/hold'
import { type EnvironmentRow } from './environments'

export type EditContext = Omit<CommandContext, 'actor'> & { actor: Author & { workspaceId: WorkspaceId } }

/** A change that fits what is there, before it is carried out or kept until enough people have signed. */
export type Plan<T> = {
  subject: ChangeSubject
  version: number
  /** Environments in which somebody who asks could get another answer. */
  places: readonly EnvironmentRow[]
  told(): ToldChange
  commit(): Promise<Committed<T> | Refusal>
}

export type Planned<T> = Outcome<Plan<T>>

export const holdOfPlace = (environment: EnvironmentRow, now: Instant): Hold =>
  holdOf(environment, freezesFrom(environment, now), now)

/** Why a plan may not be carried out now: a freeze, or approvals that nobody has given. */
export function planHeld(
  { places }: Pick<Plan<unknown>, 'places'>,
  when: { now: Instant; isSigned: boolean },
): Refusal | null {
  const refusals = places.map((place) => holdRefusal({ name: place.name, hold: holdOfPlace(place, when.now) }, when))
  // Nothing can be done about a freeze but wait, so it is told first.
  return refusals.find((refusal) => refusal?.code === 'frozen') ?? refusals.find((refusal) => refusal !== null) ?? null
}

/** Carries a plan out at once, where nothing holds it. */
export async function carryOut<T>(
  { now }: Pick<CommandContext, 'now'>,
  planned: Planned<T>,
): Promise<Committed<T> | Refusal> {
  if (!planned.ok) return planned
  return planHeld(planned.value, { now, isSigned: false }) ?? planned.value.commit()
}

export const notFound = (what: string): Refusal => refuse('not-found', `There is no ${what} here.`)
