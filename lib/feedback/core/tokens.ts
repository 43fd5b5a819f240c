/** A word of a text: small letters, with its place. */
export type Token = { word: string; from: number; to: number }

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu

/** The words of a text in order, small, with straight apostrophes. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(WORD)) {
    const word = match[0].toLowerCase().replaceAll('’', "'")
    tokens.push({ word, from: match.index, to: match.index + match[0].length })
  }
  return tokens
}

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['froze', 'freez'],
  ['frozen', 'freez'],
  ['broke', 'break'],
  ['broken', 'break'],
  ['lost', 'lose'],
  ['paid', 'pay'],
  ['went', 'go'],
  ['gone', 'go'],
  ['stuck', 'stick'],
  ['hung', 'hang'],
  ['sent', 'send'],
  ['took', 'take'],
  ['found', 'find'],
  ['kept', 'keep'],
  ['made', 'make'],
  ['lagged', 'lag'],
  ['lagging', 'lag'],
])

/** A word without its common English endings: enough to bring crash, crashes, crashed and crashing together. */
export function stem(word: string): string {
  const known = IRREGULAR.get(word)
  if (known !== undefined) return known
  let base = word.replace(/'(?:s|re|ve|ll|d|m)$/, '')
  if (base.length > 4 && base.endsWith('ies')) base = `${base.slice(0, -3)}y`
  else if (base.length > 4 && /(?:ss|sh|ch|x|z)es$/.test(base)) base = base.slice(0, -2)
  else if (base.length > 3 && /[^su]s$/.test(base)) base = base.slice(0, -1)
  if (base.length > 5 && base.endsWith('ing')) base = undoubled(base.slice(0, -3))
  else if (base.length > 4 && base.endsWith('ied')) base = `${base.slice(0, -3)}y`
  else if (base.length > 4 && base.endsWith('ed')) base = undoubled(base.slice(0, -2))
  else if (base.length > 5 && base.endsWith('ly')) base = base.slice(0, -2)
  if (base.length > 4 && base.endsWith('e')) base = base.slice(0, -1)
  return base
}

/** "stopp" of "stopped" is "stop"; "press" keeps its two letters. */
const undoubled = (base: string): string =>
  /([bdgkmnprt])\1$/.test(base) && base.length > 3 ? base.slice(0, -1) : base

/** Words that say nothing about the matter. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about after again all also am an and any are as at be because been before being but by can could did do does doing don
  down each even ever every few for from further get gets getting give got had has have having he hello help her here hers hey hi him
  his how i if im in into is it its itself ive just let like made make many maybe me more most much my myself no nor not now of off
  oh ok okay on once one only or other our out over own please really same she should so some still such team than thank thanks
  that that's the their them then there these they thing things this those through to too try trying under until up us use used
  using very want was we well were what when where which while who why will with would yes yet you your yours it's i'm i've i'd don't
  doesn't didn't can't won't isn't wasn't couldn't dear regards guys folks since keep keeps anyone somebody someone anybody else`
    .split(/\s+/)
    .filter(Boolean),
)
