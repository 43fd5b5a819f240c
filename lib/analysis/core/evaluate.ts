import { canonicalJson } from '@/lib/kernel/hash'
import { type Verdict, type VerdictCode } from '@/lib/rollouts/core/schema'
import { type AnalysisConfig } from './config'
import { evidenceOf } from './evidence'
import { type VerdictFacts } from './facts'
import { judgeMinimum } from './minimum'
import { isComparisonOver, judgeQuality } from './quality'
import { type EngineState } from './state'
import { type Case, ownCode, verdictRows } from './verdict-rows'

/**
 * The verdict on the evidence so far (statistics.md §7): the first row that holds leads, the later ones that also hold
 * are named. `hash` = sha-256 of a text; equal inputs give an equal verdict, bit for bit.
 */
export function evaluate(
  state: EngineState,
  config: AnalysisConfig,
  facts: VerdictFacts,
  hash: (text: string) => string,
): Verdict {
  const quality = judgeQuality(state, facts)
  const minimum = judgeMinimum(state, config, facts)
  const judged = config.metrics.flatMap((own, k) => {
    const metric = state.metrics[k]
    const counts = quality.red === null || own.aggregation === 'first-event'
    return metric ? [{ key: own.key, config: own, metric, counts }] : []
  })
  const theCase: Case = { state, config, facts, quality, minimum, judged }
  const holding = verdictRows(theCase).filter(({ holds }) => holds)
  const first = holding[0]
  const code = leading(state, first?.code ?? 'too-early')
  return {
    code,
    since: code === state.word.code ? state.word.since : facts.now,
    at: facts.now,
    logE: state.latched.all,
    logG: state.latched.guardrails,
    drivers: [...(first?.drivers ?? [])],
    alsoHolds: [...new Set(holding.map((row) => row.code))].filter((other) => other !== code),
    cause: quality.red,
    metrics: judged.map((one) => evidenceOf(one.metric, one.config, ownCode(theCase, one))),
    srm: quality.srm,
    data: { lastEventAt: state.lastDataAt, ageS: quality.ageS, crossed: quality.crossed },
    eta: minimum.eta,
    unitsExposed: state.units.exposed,
    unitsBaseline: state.units.control,
    // Who came back is in both strata, so the larger one is the least number of people.
    ...(state.stage.before === undefined ? {} : { peopleMet: Math.max(state.stage.before, state.units.exposed) }),
    enough: minimum.enough,
    watermark: facts.watermark,
    inputHash: hash(inputText(state, config, facts)),
  }
}

/** With everyone exposed there is nobody to compare with: the last word stands, unless harm has been found. */
function leading(state: EngineState, code: VerdictCode): VerdictCode {
  if (!isComparisonOver(state) || code === 'harmful') return code
  return state.units.control > 0 ? code : state.word.code
}

/** The state with the word that now leads, so that the next verdict knows since when. */
export function remember(state: EngineState, verdict: Verdict): EngineState {
  if (verdict.code === state.word.code && verdict.since === state.word.since) return state
  return { ...state, word: { code: verdict.code, since: verdict.since } }
}

/** What a verdict follows from: the frozen configuration, the deltas up to the watermark, and the facts. */
function inputText(state: EngineState, config: AnalysisConfig, facts: VerdictFacts): string {
  return canonicalJson({
    config: config.hash,
    watermark: facts.watermark,
    at: facts.now,
    stage: { id: state.stage.id, share: state.stage.share, since: state.stage.since },
    factors: state.metrics.map(({ factor }) => factor),
    minUnits: facts.minUnits,
    margin: facts.margin,
    exposed: facts.exposed,
    policy: `${facts.policy.key} ${facts.policy.version}`,
    redefined: [...facts.redefined],
    word: state.word.code,
  })
}
