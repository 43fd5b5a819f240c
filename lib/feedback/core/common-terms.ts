/**
 * How often words come in what people write about software, by the term they count as: a young workspace has not read
 * enough to know that "please add" tells less of the matter than "invoice". Rough shares, from everyday English.
 */
const SHARES: readonly (readonly [share: number, terms: string])[] = [
  [0.2, 'appl not update great'],
  [
    0.1,
    `phone time account screen work new need want see open fix issu problem bug go come tell say know find use easy
    feature option way day love like good nice thank useful last long`,
  ],
  [
    0.05,
    `add error slow crash break button bad fast login messag picture notific show choose select change set setting stop
    start turn click tap press try able possibl wrong right old always never again second minute hour week month year
    people user person everyth noth anyth someth star review servic device android iphone ios tablet ipad galaxy
    miss lack wish hope better best wait take let allow different support version service still back big small`,
  ],
]

const BY_TERM: ReadonlyMap<string, number> = new Map(
  SHARES.flatMap(([share, terms]) => terms.split(/\s+/).map((term) => [term, share] as const)),
)

/** Share of texts that have a term, as far as one can say before reading any. */
export const usualShare = (term: string): number => BY_TERM.get(term) ?? 0.003
