import { KeyScope } from './schema'

const FORM = /^snd_([a-z]{2,6})_([A-Za-z0-9_-]{43})$/

/** Builds a key. @param secret 43 characters base64url: 256 random bits */
export const keyText = (scope: KeyScope, secret: string): string => `snd_${scope}_${secret}`

/** The scope that a key claims, or null when it has not the form of a key. What it may do is decided by its row. */
export function scopeOfKey(text: string): KeyScope | null {
  const scope = KeyScope.safeParse(FORM.exec(text)?.[1])
  return scope.success ? scope.data : null
}

/** First characters of a key, to recognise it in a list: 24 of its 256 bits. */
export const keyHint = (text: string): string => text.slice(0, text.indexOf('_', 4) + 5)

/** The key that a request carries: `Authorization: Bearer …` before `X-API-Key`; null when it carries none. */
export function keyOfHeaders(request: { header(name: string): string | null }): string | null {
  const authorization = request.header('authorization')
  // As nearly everybody writes it; the pattern takes what else the standard allows.
  if (authorization?.startsWith('Bearer ') && !authorization.includes(' ', 7)) return authorization.slice(7) || null
  if (authorization) return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? null
  return request.header('x-api-key')
}
