/** A verb as its source declares it. */
export type DeclaredVerb = { name: string; permission: string }

const CALL = /\bcommand(?=[<(])/g
const DECLARED =
  /\bcommand(?:<[^(]*>)?\(\{\s*name: (?<name>'[^']+'|`[^`]+`),\s*permission: (?<permission>'[^']+'|`[^`]+`),/g

/** The verbs of a source text, and how many calls there are: one that does not say name and permission first is no verb. */
export function declaredVerbs(path: string, text: string): { path: string; calls: number; verbs: DeclaredVerb[] } {
  const code = withoutComments(text)
  return {
    path,
    calls: [...code.matchAll(CALL)].length,
    verbs: [...code.matchAll(DECLARED)].map(({ groups }) => ({
      name: unquote(groups?.['name']),
      permission: unquote(groups?.['permission']),
    })),
  }
}

const unquote = (quoted: string | undefined): string => quoted?.slice(1, -1) ?? ''

/** Names of the events that a source text tells upward, and of those it listens to. */
export const emittedEvents = (text: string): string[] =>
  [...withoutComments(text).matchAll(/\b(?:context\.)?emit\((\w+),/g)].map(([, name = '']) => name)
export const handledEvents = (text: string): string[] =>
  [...withoutComments(text).matchAll(/\bhandler\((\w+),/g)].map(([, name = '']) => name)

/** Screens and REST are reached by `paths`; the first words of their addresses, as a literal, betray a link made by hand. */
const LINK = /\bhref=(?:\{`|\{'|")\/[^"'`]*|['"`]\/(?:rollouts|flags|signin|api\/v1)(?:\/[^'"`]*|\?[^'"`]*)?['"`]/g
export const handMadeLinks = (text: string): string[] => withoutComments(text).match(LINK) ?? []

/** What a pure file may not reach for: the clock, chance, the process, promises. */
const EFFECT =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.(?:env|hrtime|cwd)|\basync\b|\bawait\b|\bPromise\b/g
export const effects = (text: string): string[] => withoutComments(text).match(EFFECT) ?? []

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
