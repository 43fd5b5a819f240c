import { type Json } from '@/lib/kernel/hash'
import { assertNever, refuse, type Outcome } from '@/lib/kernel/result'
import { LabelInput, TriageAct } from './schema-input'

/** A correction or confirmation as the act that it is: to label is to triage. */
export function actOfLabel(body: Json): Outcome<TriageAct> {
  const parsed = LabelInput.omit({ itemId: true }).safeParse(body)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse('invalid-input', issue?.message ?? 'The label has a wrong form.', {
      field: issue?.path.join('.') ?? '',
    })
  }
  const { field, to, from } = parsed.data
  const act = TriageAct.safeParse(shapeOf(field, to, from ?? null))
  return act.success
    ? { ok: true, value: act.data }
    : refuse('invalid-input', `This is no value for ${field}.`, { field: 'to' })
}

function shapeOf(field: LabelInput['field'], to: string | null, from: string | null): object {
  switch (field) {
    case 'type':
      return { verb: 'type', type: to }
    case 'sentiment':
      return { verb: 'sentiment', label: to }
    case 'cluster':
      return { verb: 'cluster', clusterId: to }
    case 'tag':
      return { verb: 'tag', add: to === null ? [] : [to], remove: from === null || from === to ? [] : [from] }
    default:
      return assertNever(field)
  }
}
