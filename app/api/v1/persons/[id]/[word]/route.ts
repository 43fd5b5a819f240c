import { erasePerson, exportPerson, setConsent } from '@/lib/feedback/server/people'
import { restWrite } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { withMembers } from '@/lib/platform/rest'

type Params = { id: string; word: string }

/** Of somebody who wrote: `consent`, `export`, and `erase` (which counts first). */
export const POST = restWrite<Params>(({ runtime, actor, params: { id, word }, body, run, options }) => {
  const input = withMembers(body, { personId: id })
  if (word === 'consent') return run(setConsent, input)
  if (word === 'export') return exportPerson(runtime, input, actor, options)
  if (word === 'erase') return run(erasePerson, input)
  return Promise.resolve(refuse('not-found', 'A person has consent, export and erase.'))
})
