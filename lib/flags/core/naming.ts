import type { NamingRule } from './schema'

/** Without a rule of its own a workspace lets keys be as they are. */
export const ANY_NAME: NamingRule = { style: 'any', prefixes: [], lengthMax: 99 }

const STYLES: Readonly<Record<NamingRule['style'], { pattern: RegExp; words: string }>> = {
  any: { pattern: /^/, words: 'as you like' },
  kebab: { pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, words: 'small letters and digits with dashes, as in checkout-v2' },
  snake: { pattern: /^[a-z0-9]+(_[a-z0-9]+)*$/, words: 'small letters and digits with underscores, as in checkout_v2' },
  dots: { pattern: /^[a-z0-9-]+(\.[a-z0-9-]+)*$/, words: 'small words with dots, as in shop.checkout-v2' },
  camel: { pattern: /^[a-z][a-zA-Z0-9]*$/, words: 'camel case, as in checkoutV2' },
}

/** What a key breaks of the workspace's rule, in a sentence; null when it is fine. */
export function namingFault(key: string, rule: NamingRule): string | null {
  const style = STYLES[rule.style]
  if (!style.pattern.test(key)) return `The key is not written as agreed: ${style.words}.`
  if (key.length > rule.lengthMax) return `The key has ${key.length} characters; ${rule.lengthMax} were agreed.`
  if (rule.prefixes.length > 0 && !rule.prefixes.some((prefix) => key.startsWith(prefix))) {
    return `The key starts with none of ${rule.prefixes.join(', ')}.`
  }
  return null
}

/** The rule in one line. */
export function namingWords(rule: NamingRule): string {
  const parts = [
    STYLES[rule.style].words,
    rule.prefixes.length > 0 ? `starting with ${rule.prefixes.join(', ')}` : '',
    `at most ${rule.lengthMax} characters`,
  ]
  return parts.filter(Boolean).join('; ')
}
