import { openStageLookup } from '@/lib/flags/server/stage-lookup'
import { bulkTriage } from '@/lib/feedback/server/bulk'
import { enrichWorkspace } from '@/lib/feedback/server/enrich'
import { listFeedback } from '@/lib/feedback/server/reads'
import { takeItems } from '@/lib/feedback/server/receive'
import { type Person } from '@/lib/kernel/actor'
import { type Instant } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { type House } from './house'
import { insist } from './insist'
import { type Voice } from './voices'

/** Items that wait in the inbox when the demo opens. */
const OPEN = 38

/** What people say arrives by the very door that takes it later, at its own moment. */
export async function hear(runtime: Runtime, house: House, voices: readonly Voice[], at: Instant): Promise<void> {
  if (voices.length === 0) return
  const { workspaceId, production } = house
  const delivery = { workspaceId, environmentId: production, vouched: true, sourceName: 'API' }
  const items = voices.map(({ occurredAt, ...value }, index) => ({
    index,
    value: { ...value, occurredAt: Math.min(occurredAt, Date.parse(at)) },
  }))
  const stages = openStageLookup(runtime.database.db)
  const door = { runtime: { ...runtime, now: () => at }, stages }
  const answers = await takeItems(door, delivery, { ok: true, items, refused: [] }, null)
  const refused = answers.find(({ status }) => status === 'rejected')
  if (refused) throw new Error(`the demo's feedback was refused: ${refused.code}`)
}

/** Machines read all of it in its order; then Tom works through the oldest, as he does each morning. */
export async function triage(runtime: Runtime, house: House, now: Instant): Promise<void> {
  const tom = house.actors['tom']
  if (!tom) throw new Error('nobody in the demo triages')
  const at = { ...runtime, now: () => now }
  await enrichWorkspace(at, openStageLookup(runtime.database.db), house.workspaceId)
  const page = insist(await listFeedback(at, tom, new URLSearchParams('view=inbox&sort=waiting'), { limit: 500 }))
  // Whoever lost money waits for a person, however early they wrote.
  const calm = page.items.filter(({ excerpt }) => !/card|karte|carte|tarjeta/i.test(excerpt))
  const ids = calm.slice(0, Math.max(0, page.items.length - OPEN)).map(({ id }) => id)
  await act(runtime, tom, now, ids, { verb: 'done', outcome: 'answered' })
  const mine = calm.slice(ids.length, ids.length + 6).map(({ id }) => id)
  await act(runtime, tom, now, mine, { verb: 'assign', assigneeId: tom.id })
}

async function act(runtime: Runtime, by: Person, now: Instant, ids: readonly string[], deed: object): Promise<void> {
  if (ids.length > 0) insist(await runCommand(runtime, bulkTriage, { ids, act: deed }, by, { now }))
}
