import { type FlagDefinition } from '@/lib/flags/core/schema'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'

export type FlagFacts = Pick<FlagDefinition, 'key' | 'type' | 'variants' | 'defaultVariant'>
type Arms = { exposedVariant: string; safeVariant: string }
type Wanted = { exposedVariant?: string | undefined; safeVariant?: string | undefined }

/** The name of the baseline cohort's variant; the compiler adds it as a copy of the safe one. */
const CONTROL = 'control'

/**
 * The two arms of a rollout. Safe is the flag's default unless named; exposed must be named where more than one other
 * variant could be meant.
 */
export function armsOf(flag: FlagFacts, wanted: Wanted): Outcome<Arms> {
  const names = Object.keys(flag.variants).filter((name) => name !== CONTROL)
  const safe = wanted.safeVariant ?? flag.defaultVariant
  if (!names.includes(safe)) return unknown('safeVariant', safe, names)
  const others = names.filter((name) => name !== safe)
  const exposed = wanted.exposedVariant ?? (others.length === 1 ? others[0] : undefined)
  if (exposed === undefined) {
    const message = 'Say which variant people are to get'
    return refuse('exposed-variant-needed', message, {
      remedy: `One of: ${others.join(', ')}`,
      field: 'exposedVariant',
    })
  }
  if (!names.includes(exposed)) return unknown('exposedVariant', exposed, names)
  if (exposed === safe) {
    const message = `'${exposed}' is the safe variant; exposed people must get another`
    return refuse('same-variant', message, { remedy: `One of: ${others.join(', ')}`, field: 'exposedVariant' })
  }
  return ok({ exposedVariant: exposed, safeVariant: safe })
}

function unknown(field: keyof Arms, name: string, names: string[]) {
  const message = name === CONTROL ? `'${CONTROL}' is kept for the baseline` : `The flag has no variant '${name}'`
  return refuse('unknown-variant', message, { remedy: `One of: ${names.join(', ')}`, field })
}
