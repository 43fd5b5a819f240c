import { type LiveRollout } from '@/components/flags/shared-types'
import { type Member } from '@/lib/kernel/actor'
import { type Runtime } from '@/lib/platform/runtime'
import { verdictWord } from '@/lib/rollouts/core/verdict-words'
import { listRolloutRows } from '@/lib/rollouts/server/list-rows'

const STATE_WORDS: Readonly<Record<string, string>> = {
  'awaiting-approval': 'awaits approval',
  'rolling-back': 'rolling back',
}
const HARM = new Set(['harmful', 'harmful-for-segment'])

/** The rollouts under way, in the words that the screens of flags use. */
export async function liveRollouts(runtime: Runtime, actor: Member): Promise<LiveRollout[]> {
  const rows = await listRolloutRows(runtime, actor, { group: 'open', limit: 500 })
  if (!rows.ok) return []
  return rows.value
    .filter(({ state }) => state !== 'draft')
    .map((row) => ({
      id: row.id,
      name: row.name,
      environment: row.environment,
      share: row.weight,
      stage: row.stage,
      stages: row.stagesTotal,
      sentence: row.stateSentence,
      word: STATE_WORDS[row.state] ?? row.state,
      harm: row.verdictCode && HARM.has(row.verdictCode) ? verdictWord(row.verdictCode).word : null,
    }))
}
