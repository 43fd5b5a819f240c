import { type Verdict } from './schema'

type Words = { why: string; brief: string }

const CAUSES: Readonly<Record<string, Words>> = {
  'uneven-split': { why: 'The cohorts have not the sizes they should', brief: 'the split is uneven' },
  'cross-exposure': { why: 'Too many people met both versions', brief: 'people met both versions' },
  'old-data': { why: 'The newest data is older than usual', brief: 'data is old' },
  'uneven-lag': { why: 'Data of one cohort arrives later or is lost more often', brief: 'data arrives unevenly' },
  redefined: { why: 'An event or a metric changed its shape', brief: 'a metric changed its definition' },
}

/** Why a comparison is broken, in a sentence and in the short phrase that follows "Holding:". */
export function brokenWords(cause: string | null): Words {
  return CAUSES[cause ?? ''] ?? { why: 'The data cannot be trusted now', brief: 'data is broken' }
}

/** Whether the comparison is broken, be it behind a verdict that leads (harm on a hard limit). */
export function isBroken(verdict: Verdict): boolean {
  return verdict.code === 'comparison-broken' || verdict.alsoHolds.includes('comparison-broken')
}
