import type { Json } from '@/lib/kernel/hash'
import { assertNever } from '@/lib/kernel/result'
import type { Condition, ConditionOp } from './schema'
import { parseSemVer, type SemVerOp } from './sem-ver'

type Scalar = string | number | boolean
type AttributeCondition = Extract<Condition, { attribute: string }>

const NUMBER_OPS = { greater: '>', 'greater-or-equal': '>=', less: '<', 'less-or-equal': '<=' } as const
const TEXT_OPS = { 'starts-with': 'starts_with', 'ends-with': 'ends_with' } as const
const VERSION_OPS = {
  'version-equal': '=',
  'version-greater': '>',
  'version-greater-or-equal': '>=',
  'version-less': '<',
  'version-less-or-equal': '<=',
  'version-same-major': '^',
  'version-same-minor': '~',
} as const satisfies Partial<Record<ConditionOp, SemVerOp>>

const NONE: ReadonlyMap<string, Json> = new Map()

/**
 * A condition as JSONLogic that every flagd client understands. An absent attribute matches only `not-in` and
 * `absent`; numbers are compared with numbers only, texts with texts. A dot in an attribute's name is a path.
 * Segments become references into `$evaluators`; prerequisites are written out.
 * @param answers what the flags that are prerequisites answer; one that is missing is never met
 */
export function compileCondition(condition: Condition, answers: ReadonlyMap<string, Json> = NONE): Json {
  const part = (child: Condition): Json => compileCondition(child, answers)
  if ('all' in condition) return joined('and', condition.all.map(part))
  if ('any' in condition) return joined('or', condition.any.map(part))
  if ('not' in condition) return { '!': [part(condition.not)] }
  if ('segment' in condition) return { $ref: condition.segment }
  if ('flag' in condition) return { in: [answers.get(condition.flag) ?? '', condition.variants] }
  return compileAttribute(condition)
}

function compileAttribute({ attribute, op, values }: AttributeCondition): Json {
  const given: Json = { var: attribute }
  const any = (one: (value: Scalar) => Json): Json => joined('or', values.map(one))
  switch (op) {
    case 'in':
      return { in: [given, values] }
    case 'not-in':
      return { '!': [{ in: [given, values] }] }
    case 'contains':
      // The engine takes an empty text for no text at all, where every text contains the empty one.
      return { and: [isText(given), any((value) => (value === '' ? true : { in: [value, given] }))] }
    case 'starts-with':
    case 'ends-with':
      return any((value) => ({ [TEXT_OPS[op]]: [given, value] }))
    case 'greater':
    case 'greater-or-equal':
    case 'less':
    case 'less-or-equal':
      // The engine counts null as 0 and fails on words, so both are taken out first.
      return {
        and: [isPresent(given), { '!': [isText(given)] }, any((value) => ({ [NUMBER_OPS[op]]: [given, value] }))],
      }
    case 'version-equal':
    case 'version-greater':
    case 'version-greater-or-equal':
    case 'version-less':
    case 'version-less-or-equal':
    case 'version-same-major':
    case 'version-same-minor':
      return any((value) => ({ sem_ver: [given, VERSION_OPS[op], fullVersion(value)] }))
    case 'present':
      return isPresent(given)
    case 'absent':
      return { '===': [given, null] }
    default:
      return assertNever(op)
  }
}

/** True for texts alone: flagd's `starts_with` is null for anything else, in every language. */
export const isText = (given: Json): Json => ({ starts_with: [given, ''] })
const isPresent = (given: Json): Json => ({ '!==': [given, null] })

/** flagd's schema wants all three numbers where people write `2.1`. */
function fullVersion(value: Scalar): string {
  const version = parseSemVer(value)
  if (!version) return String(value)
  const { major, minor, patch, prerelease } = version
  return `${major}.${minor}.${patch}${prerelease.length > 0 ? `-${prerelease.join('.')}` : ''}`
}

export function joined(operator: 'and' | 'or', parts: Json[]): Json {
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { [operator]: parts }
}
