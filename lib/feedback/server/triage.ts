import { refuse } from '@/lib/kernel/result'
import { command, type Command } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { TriageInput, TRIAGE_VERBS, type ActAnswer, type TriageVerb } from '../core/schema'
import { actOn, lastActOf, topicsOf, wakeJobs } from './act'
import { lockItems } from './item-rows'
import { rowView } from './row-view'

/** One verb of triage on one item. A stale `expectedVersion` hears what the other one did. */
const triageVerb = (verb: TriageVerb): Command<TriageInput, ActAnswer> =>
  command<TriageInput, ActAnswer>({
    name: `feedback.${verb}`,
    permission: 'feedback.triage',
    input: TriageInput.refine(({ act }) => act.verb === verb, { error: `This is ${verb}.`, path: ['act', 'verb'] }),
    async run({ tx, actor, now }, { itemId, act, expectedVersion }) {
      const [row] = await lockItems(tx, actor.workspaceId, [itemId])
      if (!row) return refuse('not-found', 'This item does not exist here.')
      if (expectedVersion !== undefined && expectedVersion !== row.version) {
        const message = `${await lastActOf(tx, row)} Nothing of yours was changed.`
        return refuse('stale-version', message, { remedy: 'Look again.' })
      }
      const actId = newId('fba', Date.parse(now))
      const [outcome] = await actOn({ tx, actor, now }, [row], act, actId)
      if (!outcome?.acted) return outcome?.refusal ?? refuse('not-found', 'This item does not exist here.')
      return {
        ok: true,
        value: { actId, item: await rowView(tx, outcome.acted.row, now) },
        object: { kind: 'feedback', id: itemId },
        detail: { actId, act: JSON.parse(JSON.stringify(act)) },
        jobs: wakeJobs([outcome]),
        topics: topicsOf([outcome]),
      }
    },
  })

/** The verbs of triage by name. */
export const triageVerbs = Object.fromEntries(TRIAGE_VERBS.map((verb) => [verb, triageVerb(verb)])) as Record<
  TriageVerb,
  Command<TriageInput, ActAnswer>
> // has exactly the verbs of TRIAGE_VERBS

export const isTriageVerb = (word: string): word is TriageVerb => TRIAGE_VERBS.some((verb) => verb === word)
