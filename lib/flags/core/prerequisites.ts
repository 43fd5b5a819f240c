import type { Json } from '@/lib/kernel/hash'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { compileRules } from './compile-rules'
import { conditionsOf, partsOf } from './conditions'
import type { FlagDefinition, FlagTargeting } from './schema'
import { stopOf } from './stops'

export type FlagWithRules = { definition: Pick<FlagDefinition, 'key' | 'variants'>; targeting: FlagTargeting }
/** What a flag answers, as logic that gives the name of a variant. */
export type Answers = ReadonlyMap<string, Json>

/** A chain longer than this nobody follows any more, and every link is written out in the one before. */
export const CHAIN_MAX = 5
const NODES_MAX = 10_000
/** Segments come on top when references are resolved; the engine ends at 100. */
const DEPTH_MAX = 55

type Need = { flag: string; variants: readonly string[] }

/** The flags that the rules of a flag ask about, each with the variants it asks for. */
export function prerequisitesOf({ rules }: Pick<FlagTargeting, 'rules'>): Need[] {
  return rules
    .flatMap(conditionsOf)
    .flatMap(partsOf)
    .flatMap((part) => ('flag' in part ? [part] : []))
}

/**
 * What every flag answers that another one needs, prerequisites within them written out: clients see no reference.
 * Refuses a flag or variant that is not there, chains that lead back to themselves, and what grows too large.
 */
export function inlineAnswers(flags: readonly FlagWithRules[]): Outcome<Answers> {
  const byKey = new Map(flags.map((flag) => [flag.definition.key, flag]))
  const done = new Map<string, Inlined>()
  for (const flag of flags) {
    const links = inlineNeedsOf(flag, byKey, done, [flag.definition.key])
    if (!links.ok) return links
  }
  return ok(new Map([...done].map(([key, { answer }]) => [key, answer])))
}

type Inlined = { answer: Json; links: number }

/** @returns how many links the longest chain below this flag has */
function inlineNeedsOf(
  { definition, targeting }: FlagWithRules,
  byKey: ReadonlyMap<string, FlagWithRules>,
  done: Map<string, Inlined>,
  path: readonly string[],
): Outcome<number> {
  let longest = 0
  for (const need of prerequisitesOf(targeting)) {
    const field = `flags.${definition.key}.rules`
    const flag = byKey.get(need.flag)
    if (!flag)
      return refuse('unknown-prerequisite', `“${definition.key}” needs “${need.flag}”, which is not served here.`, {
        field,
      })
    const variant = need.variants.find((name) => !Object.hasOwn(flag.definition.variants, name))
    if (variant !== undefined) {
      return refuse(
        'unknown-variant',
        `“${definition.key}” needs the variant “${variant}”, which “${need.flag}” has not.`,
        { field },
      )
    }
    if (path.includes(need.flag)) {
      return refuse('prerequisite-cycle', `Flags need each other in a circle: ${[...path, need.flag].join(' → ')}.`, {
        field,
        remedy: 'Take one of these prerequisites out.',
      })
    }
    const known = done.get(need.flag)
    const links = known ? ok(known.links) : inlineNeedsOf(flag, byKey, done, [...path, need.flag])
    if (!links.ok) return links
    longest = Math.max(longest, links.value + 1)
    if (longest > CHAIN_MAX) {
      return refuse('prerequisite-chain', `A chain of prerequisites has ${CHAIN_MAX} links at most.`, { field })
    }
    if (known) continue
    const answer = answerOf(flag, done)
    if (isTooLarge(answer)) {
      return refuse('prerequisite-too-large', `“${need.flag}” has too many rules to be a prerequisite.`, { field })
    }
    done.set(need.flag, { answer, links: links.value })
  }
  return ok(longest)
}

function answerOf({ targeting }: FlagWithRules, done: ReadonlyMap<string, Inlined>): Json {
  if (targeting.state === 'DISABLED') return ''
  const stop = stopOf(targeting)
  if (stop) return stop.variant
  if (targeting.rules.length === 0) return targeting.otherwise
  const rollout = targeting.rules.find((rule) => rule.kind === 'rollout')
  return compileRules(targeting.rules, {
    answers: new Map([...done].map(([key, { answer }]) => [key, answer])),
    otherwise: targeting.otherwise,
    // The baseline cohort has the safe variant in all but name.
    control: rollout?.serving.safeVariant,
  })
}

/** Whether logic with its prerequisites is more than clients should have to read. */
export function isTooLarge(logic: Json): boolean {
  let nodes = 0
  const visit = (node: Json, depth: number): boolean => {
    nodes += 1
    if (nodes > NODES_MAX || depth > DEPTH_MAX) return true
    if (node === null || typeof node !== 'object') return false
    return Object.values(node).some((child) => child !== undefined && visit(child, depth + 1))
  }
  return visit(logic, 1)
}
