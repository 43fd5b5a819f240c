import { type Rate } from './complaints'

/** What is shown of numbers of people: those of groups smaller than the workspace allows stay unsaid. */
export type ShownRate = { [K in keyof Rate]: Rate[K] | null }

const HIDDEN: ShownRate = { complainants: null, people: null, perThousand: null, low: null, high: null }

/** Whether so many people are too few to be spoken of apart. Nobody at all is no group. */
export const isSmall = (people: number, minimumGroup: number): boolean => people > 0 && people < minimumGroup

/** The rate of a cohort, or nothing of it while the cohort is small. */
export const shownRate = (rate: Rate, minimumGroup: number): ShownRate =>
  isSmall(rate.people, minimumGroup) ? HIDDEN : rate

/**
 * Parts of a whole that is shown itself: all or none. One part that is left out could be told from the others.
 * @returns null for each when one of them is small
 */
export function shownParts<Part extends string>(
  parts: Readonly<Record<Part, number>>,
  minimumGroup: number,
): Record<Part, number | null> {
  const names = Object.keys(parts) as Part[] // a record has exactly its own members
  const hides = names.some((name) => isSmall(parts[name], minimumGroup))
  return Object.fromEntries(names.map((name) => [name, hides ? null : parts[name]])) as Record<Part, number | null> // one for each name
}
