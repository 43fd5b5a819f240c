import { findMergeTargets } from '@/lib/feedback/server/merge-targets'
import { readPresence } from '@/lib/feedback/server/presence'
import { readSimilar } from '@/lib/feedback/server/reads'
import { replyToItem } from '@/lib/feedback/server/reply'
import { revealOriginal } from '@/lib/feedback/server/reveal'
import { isTriageVerb, triageVerbs } from '@/lib/feedback/server/triage'
import { actOfLabel } from '@/lib/feedback/core/label-act'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { type Json } from '@/lib/kernel/hash'
import { refuse } from '@/lib/kernel/result'
import { withMembers } from '@/lib/platform/rest'
import { knownItem } from '../../known-item'
import { listed } from '../../listed'

type Params = { id: string; word: string }

/** The parts of an item that can be read alone. */
export const GET = restRead<Params>(async ({ runtime, actor, params: { id, word }, query }) => {
  if (word === 'similar') {
    const limit = Number(query.get('limit') ?? 5)
    if (!Number.isInteger(limit) || limit < 1 || limit > 50)
      return refuse('invalid-input', 'limit is a whole number from 1 to 50.', { field: 'limit' })
    return listed(await readSimilar(runtime, actor, id, limit))
  }
  if (word === 'presence') return readPresence(runtime, actor, id)
  if (word === 'merge-targets') return listed(await findMergeTargets(runtime, actor, id, query.get('q') ?? ''))
  return refuse('not-found', 'An item has similar, merge-targets and presence.')
})

/** The verbs of triage, `reply`, `reveal`, and `labels` for corrections. */
export const POST = restWrite<Params>(async ({ runtime, actor, params: { id, word }, body, run, options }) => {
  const item = await knownItem(runtime, actor, id)
  if (!item.ok) return item
  const itemId = item.value
  if (word === 'reply') return run(replyToItem, withMembers(body, { itemId }))
  if (word === 'reveal') return revealOriginal(runtime, withMembers(body, { itemId }), actor, options)
  if (word === 'labels') {
    const act = actOfLabel(body)
    return act.ok ? run(triageVerbs[act.value.verb], { itemId, act: act.value }) : act
  }
  if (!isTriageVerb(word)) return refuse('not-found', 'An item has no such verb.')
  const { expectedVersion, ...rest } = membersOf(body)
  return run(triageVerbs[word], { itemId, expectedVersion, act: { ...rest, verb: word } })
})

const membersOf = (body: Json): { readonly [name: string]: Json | undefined } =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.fromEntries(Object.entries(body)) : {}
