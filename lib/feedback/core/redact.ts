import { RE2JS } from 're2js'
import { mask } from './mask'

/** A pattern of the workspace, in RE2 syntax: it runs in linear time. */
export type Redaction = { name: string; pattern: string; replacement: string }
/** Text without what must not be stored, and what was cut out of it. */
export type Mask = (text: string) => { text: string; kinds: string[] }

/** The built-in masks, and after them what the workspace cuts out: its rules can only take more away. */
export function maskWith(rules: readonly Redaction[]): Mask {
  const compiled = rules.flatMap(({ name, pattern, replacement }) => {
    const find = compile(pattern)
    return find ? [{ name, find, replacement }] : []
  })
  return (text) => {
    const masked = mask(text)
    const kinds = new Set<string>(masked.kinds)
    let rest = masked.text
    for (const { name, find, replacement } of compiled) {
      const cut = cutOut(rest, find, replacement)
      if (cut !== null) kinds.add(name)
      rest = cut ?? rest
    }
    return { text: rest, kinds: [...kinds].toSorted() }
  }
}

/** @returns the text with every hit replaced, word for word; null when there is none */
function cutOut(text: string, find: RE2JS, replacement: string): string | null {
  const matcher = find.matcher(text)
  const parts: string[] = []
  let from = 0
  while (matcher.find()) {
    // `\b` finds places, and there is nothing at them to cut out.
    if (matcher.end() === matcher.start()) continue
    parts.push(text.slice(from, matcher.start()), replacement)
    from = matcher.end()
  }
  return parts.length === 0 ? null : parts.join('') + text.slice(from)
}

const known = new Map<string, RE2JS | null>()
const KNOWN_MAX = 500

/** Null: no pattern that can be run safely. */
function compile(pattern: string): RE2JS | null {
  const before = known.get(pattern)
  if (before !== undefined) return before
  if (known.size >= KNOWN_MAX) known.clear()
  let made: RE2JS | null
  try {
    made = RE2JS.compile(pattern)
  } catch {
    made = null
  }
  known.set(pattern, made)
  return made
}
