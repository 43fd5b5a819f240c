import { assertNever } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { brokenWords } from './broken'
import { hasPeople, type Gate } from './gates-evidence'
import { type Rollout, type Stage } from './model'
import { type Verdict } from './schema'
import { harms, isHarmfulCode, metricOf, presentVerdict } from './verdicts'
import { listed } from './words'

const gate = { kind: 'guardrails', label: 'Guardrails', brief: 'guardrails' } as const

/** Names of the metrics that drive a verdict, as people know them. */
export function driverNames(verdict: Verdict): string {
  const names = verdict.drivers.map((driver) => {
    const key = metricOf(driver)
    return verdict.metrics.find((metric) => metric.key === key)?.name ?? key
  })
  return listed([...new Set(names)])
}

/**
 * Whether the guardrails let exposure rise, by the leading verdict (statistics §7). Harm counts whatever stage it was
 * seen in; everything else must be about the present stage.
 */
export function guardrailsGate(rollout: Rollout, stage: Stage, now: Instant): Gate {
  const { verdict: last } = rollout
  if (harms(rollout, now)) {
    const names = last ? driverNames(last) : ''
    const decayed = last !== null && !isHarmfulCode(last.code)
    const why = decayed ? 'A harmful verdict has not been answered' : `Harm past the limit${names ? `: ${names}` : ''}`
    return { ...gate, state: 'failing', why, brief: names && !decayed ? `${names} harmful` : 'a harmful verdict' }
  }
  const verdict = presentVerdict(rollout)
  if (!verdict) return { ...gate, state: 'waiting', why: 'No verdict about this stage yet' }
  return byCode(verdict, stage)
}

function byCode(verdict: Verdict, stage: Stage): Gate {
  switch (verdict.code) {
    case 'harmful':
    case 'harmful-for-segment':
      return { ...gate, state: 'accepted', why: `The risk is accepted: ${driverNames(verdict) || 'guardrails'}` }
    case 'comparison-broken':
      return { ...gate, state: 'blind', why: 'The comparison is broken', brief: brokenWords(verdict.cause).brief }
    case 'outside-cause':
      return { ...gate, state: 'blind', why: 'Something outside moves both cohorts', brief: 'an outside cause' }
    case 'cannot-tell':
      return { ...gate, state: 'blind', why: "Can't tell: a person decides, with a reason", brief: "can't tell" }
    case 'close-to-limit':
      // A real but small harm with the limit excluded may go on; a band that reaches past the limit may not.
      return verdict.alsoHolds.includes('harm-ruled-out') || verdict.alsoHolds.includes('neutral')
        ? { ...gate, state: 'met', why: 'Close to a limit, but harm past it is ruled out' }
        : { ...gate, state: 'waiting', why: `Close to the limit: ${driverNames(verdict) || 'a guardrail'}` }
    case 'neutral':
      return { ...gate, state: 'met', why: 'No difference that matters' }
    case 'harm-ruled-out':
      return { ...gate, state: 'met', why: 'Harm past the limits is ruled out' }
    case 'too-early':
      return { ...gate, state: 'waiting', why: 'Too early to tell; nothing looks wrong yet' }
    case 'safe-so-far':
      if (stage.margin === null) {
        return { ...gate, state: 'waiting', why: "No harm found, but harm past the limits isn't ruled out yet" }
      }
      return verdict.enough
        ? { ...gate, state: 'met', why: `No harm found; this stage goes on at ${stage.margin} × the limits` }
        : {
            ...gate,
            state: 'waiting',
            why: `No harm found; ${hasPeople(verdict) ? 'a whole day is not seen yet' : 'too few people so far'}`,
          }
    default:
      return assertNever(verdict.code)
  }
}
