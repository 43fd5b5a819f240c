import { stopFlag } from '@/lib/flags/server/stop-flag'
import { runAction } from '@/lib/governance/server/run-action'
import { incidentVerbs, isIncidentWord } from '@/lib/incidents/server/verbs'
import { openIncident } from '@/lib/incidents/server/open-incident'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Command } from '@/lib/platform/command'
import { rolloutVerbs } from '@/lib/rollouts/server/verbs'

/** The verb behind each word: the incident's own, and those of what it suspects, by the very same commands. */
function verbOf(word: unknown): Command<unknown, unknown> | null {
  if (typeof word !== 'string') return null
  const own = isIncidentWord(word) ? incidentVerbs[word] : OTHERS[word]
  return (own as Command<unknown, unknown> | undefined) ?? null // each parses its own input
}

const OTHERS: Readonly<Record<string, unknown>> = {
  open: openIncident,
  stop: rolloutVerbs.stop,
  undo: rolloutVerbs.undo,
  pause: rolloutVerbs.pause,
  'stop-flag': stopFlag,
}

/** Runs the verb that the input names by `word`. `rollouts` pauses each of them. */
export async function runIncidentAction(input: unknown): Promise<Outcome<unknown>> {
  const { word, rollouts, ...rest } =
    typeof input === 'object' && input !== null ? { ...input, ...named(input) } : named({})
  const verb = verbOf(word)
  if (!verb) return refuse('invalid-input', 'There is no such verb.', { field: 'word' })
  if (word !== 'pause' || !Array.isArray(rollouts)) return runAction(verb, rest)
  const { idempotencyKey: _, ...shared } = rest as { idempotencyKey?: unknown } // one key is one decision
  let last: Outcome<unknown> = refuse('nobody-exposed', 'No rollout is linked.')
  for (const rolloutId of rollouts.slice(0, 20)) last = await runAction(verb, { ...shared, rolloutId })
  return last
}

const named = (input: object): { word?: unknown; rollouts?: unknown } => input

/** What a posted form says, as the verbs read it: empty fields are left out, numbers and yes or no are no text. */
export function inputOf(form: FormData): { back: string; input: Record<string, unknown> } {
  const { back = '', ...fields } = Object.fromEntries([...form].filter(([name]) => !name.startsWith('$')))
  const input = Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === '' ? [] : [[name, valueOf(name, value)]])),
  )
  return { back: typeof back === 'string' ? back : '', input }
}

function valueOf(name: string, value: FormDataEntryValue): unknown {
  if (name === 'expectedVersion') return Number(value)
  return name === 'done' ? value === 'true' : value
}
