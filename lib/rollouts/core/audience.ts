import { type Condition } from '@/lib/flags/core/schema'
import { type DraftForm } from './schema'

type Who = Pick<DraftForm, 'audience' | 'segment' | 'attribute' | 'attributeValues' | 'kept' | 'excluded' | 'consent'>

/** What a consent attribute may hold when somebody opted in. */
const YES: (string | boolean)[] = [true, 'true', 'yes', 'granted']

/** Who a rollout is for, as the rule that flags serve by; null: everybody. */
export function audienceOf(form: Who): Condition | null {
  const parts: Condition[] = [
    ...whom(form),
    ...form.excluded.map((segment): Condition => ({ not: { segment } })),
    ...(form.consent.trim() === '' ? [] : [{ attribute: form.consent.trim(), op: 'in', values: YES } as const]),
  ]
  const [only] = parts
  if (only === undefined) return null
  return parts.length === 1 ? only : { all: parts }
}

function whom({ audience, segment, attribute, attributeValues, kept }: Who): Condition[] {
  if (audience === 'segment') return segment === '' ? [] : [{ segment }]
  if (audience === 'kept') return kept === null ? [] : [kept]
  const values = valuesOf(attributeValues)
  if (audience !== 'attribute' || attribute.trim() === '' || values.length === 0) return []
  return [{ attribute: attribute.trim(), op: 'in', values }]
}

/** `pro, 7, true`: a number or a yes is meant in either form, since apps send both. */
export function valuesOf(text: string): (string | number | boolean)[] {
  return text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .flatMap((value): (string | number | boolean)[] => {
      if (value === 'true' || value === 'false') return [value, value === 'true']
      return /^-?\d{1,15}(\.\d{1,9})?$/.test(value) ? [value, Number(value)] : [value]
    })
}

/** The form of a rule; one that this form cannot write is kept as it is. */
export function whoOf(condition: Condition | null): Who {
  const empty: Who = {
    audience: 'everybody',
    segment: '',
    attribute: '',
    attributeValues: '',
    kept: null,
    excluded: [],
    consent: '',
  }
  if (condition === null) return empty
  const parts = 'all' in condition ? condition.all : [condition]
  const who = { ...empty }
  for (const part of parts) {
    if ('not' in part && 'segment' in part.not && who.excluded.length < 20)
      who.excluded = [...who.excluded, part.not.segment]
    else if (isConsent(part) && who.consent === '') who.consent = part.attribute
    else if ('segment' in part && who.audience === 'everybody')
      Object.assign(who, { audience: 'segment', segment: part.segment })
    else if ('attribute' in part && part.op === 'in' && who.audience === 'everybody') {
      const attributeValues = [...new Set(part.values.map(String))].join(', ')
      Object.assign(who, { audience: 'attribute', attribute: part.attribute, attributeValues })
    } else return { ...empty, audience: 'kept', kept: condition }
  }
  return who
}

function isConsent(part: Condition): part is Extract<Condition, { attribute: string }> {
  return 'attribute' in part && part.op === 'in' && part.values.join() === YES.join()
}

/** The rule in words: `people in the segment beta, not in staff, who opted in (consent)`. */
export function audienceWords(condition: Condition | null): string {
  const who = whoOf(condition)
  if (who.audience === 'kept') return 'people whom its own rule names'
  const base =
    who.audience === 'segment'
      ? `people in the segment ${who.segment}`
      : who.audience === 'attribute'
        ? `people whose ${who.attribute} is ${who.attributeValues}`
        : who.excluded.length + who.consent.length > 0
          ? 'people'
          : 'everybody'
  const without = who.excluded.length > 0 ? `, not in ${who.excluded.join(' or ')}` : ''
  return `${base}${without}${who.consent === '' ? '' : `, who opted in (${who.consent})`}`
}
