import { type Rate } from './complaints'

/** What is shown of numbers of people: those of groups smaller than the workspace allows stay unsaid. */
export type ShownRate = { [K in keyof Rate]: Rate[K] | null }

const HIDDEN: ShownRate = { complainants: null, people: null, perThousand: null, low: null, high: null }

/** Whether so many people are too few to be spoken of apart. Nobody at all is no group. */
export const isSmall = (people: number, minimumGroup: number): boolean => people > 0 && people < minimumGroup

/** The rate of a cohort, or nothing of it while the cohort is small. */
export const shownRate = (rate: Rate, minimumGroup: number): ShownRate =>
  isSmall(rate.people, minimumGroup) ? HIDDEN : rate
