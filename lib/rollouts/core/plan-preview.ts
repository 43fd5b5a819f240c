/** Whom a plan would have reached on the days behind us, as far as exposure records tell. */
export type PlanPreview =
  | { known: false; why: string }
  | {
      known: true
      /** Whose records: those of the flag, or of any flag where nobody has met this one yet. */
      of: 'flag' | 'any-flag'
      /** Days that have records, of the days asked for. */
      days: number
      asked: number
      /** People on a usual day, and on the quietest and the busiest one. */
      usual: number
      least: number
      most: number
      /** People a day who come to the rollout's rule. */
      comes: number
      /** What earlier rules take before, as sentences with people a day. */
      earlier: { line: string; people: number }[]
      /** People a day whom neither an earlier rule nor the rollout is about. */
      outside: number
      /** People a day by stage. */
      stages: { weight: number; exposed: number; baseline: number }[]
      /** Attributes that rules ask for and no record carries: what is said about them is a guess. */
      unknown: string[]
    }

export type PreviewFacts = {
  of: 'flag' | 'any-flag'
  asked: number
  days: readonly { people: number }[]
  /** How many of those looked at each rule was about, in their order; those whom none was about come last. */
  byRule: readonly number[]
  /** The rules in front of the rollout, as sentences. */
  lines: readonly string[]
  unknown: readonly string[]
}
type Plan = { stages: readonly { weight: number }[]; holdback: number }

/** A day with fewer people than usual is as likely as one with more: the middle of those there were. */
function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[half]]
  return Math.round((low + high) / 2)
}

/** Puts a usual day's people through the rules and the stages. */
export function planPreview({ stages, holdback }: Plan, facts: PreviewFacts): PlanPreview {
  const { of, asked, days, byRule, lines, unknown } = facts
  const people = days.map((day) => day.people)
  const looked = byRule.reduce((sum, n) => sum + n, 0)
  if (people.length === 0 || looked === 0)
    return {
      known: false,
      why: `No exposure record arrived here in the last ${asked} days, so nobody knows who comes.`,
    }
  const usual = middle(people)
  const aDay = (n: number): number => Math.round((n / looked) * usual)
  const comes = aDay(byRule[lines.length] ?? 0)
  const last = stages.length - 1
  return {
    known: true,
    of,
    days: days.length,
    asked,
    usual,
    least: Math.min(...people),
    most: Math.max(...people),
    comes,
    earlier: lines.map((line, i) => ({ line, people: aDay(byRule[i] ?? 0) })),
    outside: aDay(byRule.slice(lines.length + 1).reduce((sum, n) => sum + n, 0)),
    stages: stages.map(({ weight }, i) => {
      const share = i === last ? Math.min(weight, 100 - holdback) : weight
      const exposed = Math.round((comes * share) / 100)
      return { weight: share, exposed, baseline: comes - exposed }
    }),
    unknown: [...unknown],
  }
}
