import { type Condition, type ConditionOp } from '@/lib/flags/core/schema'

type AttributeCondition = Extract<Condition, { attribute: string }>

const NUMBERS: ReadonlySet<ConditionOp> = new Set(['greater', 'greater-or-equal', 'less', 'less-or-equal'])
const NOTHING: ReadonlySet<ConditionOp> = new Set(['present', 'absent'])
const TEXTS = /^(contains|starts-with|ends-with|version-)/

/** Whether an operator compares with anything. */
export const takesValues = (op: ConditionOp): boolean => !NOTHING.has(op)

/**
 * Values as they are typed, with commas between. For `is` and `is not` a number and true or false are meant as such; a text
 * that looks like one stands in quotes.
 */
export function valuesOf(op: ConditionOp, text: string): AttributeCondition['values'] {
  if (!takesValues(op)) return []
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (NUMBERS.has(op))
    return parts
      .map(Number)
      .filter((value) => Number.isFinite(value))
      .slice(0, 1)
  if (TEXTS.test(op)) return parts.map(unquoted)
  return parts.map((part) => {
    if (part === 'true' || part === 'false') return part === 'true'
    return /^-?\d+(\.\d+)?$/.test(part) ? Number(part) : unquoted(part)
  })
}

const unquoted = (text: string): string => (/^".*"$/.test(text) ? text.slice(1, -1) : text)

/** The other way round: what to show in the field. */
export function textOf(values: AttributeCondition['values']): string {
  return values
    .map((value) =>
      typeof value === 'string' && /^(true|false|-?\d+(\.\d+)?)$/.test(value) ? `"${value}"` : String(value),
    )
    .join(', ')
}
