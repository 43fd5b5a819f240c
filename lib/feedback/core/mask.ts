import { isCard, isIban } from './account-numbers'

export type MaskKind = 'email' | 'phone' | 'card' | 'iban' | 'ip' | 'secret'
export type Masked = { text: string; kinds: MaskKind[] }

/** `prefix`: the number may be only the beginning of the hit: a word or an expiry date follows. */
type Rule = { kind: MaskKind; find: RegExp; is?: (hit: string) => boolean; prefix?: true }

/** Every repetition is bounded and none is nested, so that a hostile text costs linear time. */
const RULES: readonly Rule[] = [
  { kind: 'secret', find: /\beyJ[\w-]{8,2000}\.[\w-]{4,4000}(?:\.[\w-]{0,1000})?/g },
  {
    kind: 'secret',
    find: /\b(?:sk|pk|rk|snd|ghp|gho|ghs|ghu|glpat|xox[abprs]|npm|shpat|whsec|hf)[_-][\w-]{12,255}/g,
  },
  { kind: 'secret', find: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { kind: 'secret', find: /-----BEGIN [A-Z ]{3,40}-----[\s\S]{0,8000}?-----END [A-Z ]{3,40}-----/g },
  { kind: 'secret', find: /(?<=\b(?:bearer|basic) )[\w+/=.~-]{16,2000}/gi },
  {
    kind: 'secret',
    find: /(?<=\b(?:password|passwd|passwort|pwd|pin code|api[ _-]?key|secret|token|otp)\b ?(?:is|was|:|=) ?["'`]?)[^\s"'`,;]{4,200}/gi,
    is: (hit) => /[\d\p{S}\p{P}]/u.test(hit.slice(0, -1)),
  },
  { kind: 'email', find: /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu },
  { kind: 'iban', find: /\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{2,4}){3,8}\b/g, is: isIban, prefix: true },
  { kind: 'card', find: /(?<![\d.,-])\d(?:[ -]?\d){12,18}(?![\d])/g, is: isCard, prefix: true },
  { kind: 'secret', find: /\b(?=[0-9a-fA-F]*\d)(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{32,128}\b/g },
  { kind: 'ip', find: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g, is: isAddress },
  { kind: 'ip', find: /(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}(?::?[0-9a-fA-F]{1,4}){1,4}(?![\w:])/g },
  { kind: 'phone', find: /(?<![\w+])\+\d{1,3}(?:[ .\-/]?\(?\d{1,5}\)?){2,6}\d?(?!\w)/g, is: digits(8, 15) },
  { kind: 'phone', find: /(?<![\w.])\(\d{2,5}\)[ .-]?\d{2,4}(?:[ .-]?\d{2,5}){1,3}(?![\w])/g, is: digits(7, 15) },
  { kind: 'phone', find: /(?<![\w.:/-])\d{3}[ .-]\d{3}[ .-]\d{4}(?![\w-])/g },
  { kind: 'phone', find: /(?<![\w.:/-])0\d{1,4}(?:[ /-]\d{2,8}){1,4}(?![\w:-])/g, is: digits(8, 14) },
  {
    kind: 'phone',
    find: /(?<=\b(?:call|phone|tel|telephone|mobile|cell|whatsapp|sms|text|number|ring)\b[^\d\n]{0,20})\d[\d ().-]{5,18}\d(?!\w)/gi,
    is: digits(7, 15),
  },
]

/**
 * Text without what names a person or opens an account: each hit reads `[email]`, `[card]`, `[secret]` … What was masked
 * once is left as it is, so masking twice changes nothing.
 */
export function mask(text: string): Masked {
  const kinds = new Set<MaskKind>()
  let masked = text
  for (const { kind, find, is = () => true, prefix = false } of RULES) {
    masked = masked.replaceAll(find, (hit: string) => {
      if (hit.startsWith('[')) return hit
      const length = prefix ? longestPrefix(hit, is) : is(hit) ? hit.length : 0
      if (length === 0) return hit
      kinds.add(kind)
      return `[${kind}]${hit.slice(length)}`
    })
  }
  return { text: masked, kinds: [...kinds].toSorted() }
}

/** Length of the longest beginning that ends between words and is one; 0 for none. */
function longestPrefix(hit: string, is: (hit: string) => boolean): number {
  for (let end = hit.length; end >= 12; end -= 1) {
    const isWhole = end === hit.length || /[ -]/.test(hit.charAt(end))
    if (isWhole && is(hit.slice(0, end))) return end
  }
  return 0
}

function digits(least: number, most: number): (hit: string) => boolean {
  return (hit) => {
    const count = hit.replaceAll(/\D/g, '').length
    return count >= least && count <= most
  }
}

function isAddress(hit: string): boolean {
  const parts = hit.split('.').map(Number)
  // 1.2.3.4 is a version far more often than an address.
  return parts.every((part) => part <= 255) && parts.some((part) => part >= 20)
}
