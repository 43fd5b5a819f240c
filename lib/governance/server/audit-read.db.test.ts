import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Instant, instant } from '@/lib/kernel/time'
import { type WorkspaceId } from '@/lib/kernel/id'
import { appendAudit } from '@/lib/platform/audit'
import { auditFile, csvLine } from './audit-export'
import { auditFilterOf } from './audit-filter'
import { type AuditFilter, readAudit, readAuditSpan } from './read-audit'
import { aHouse, type TestHouse } from './testing'

let house: TestHouse
beforeEach(async () => {
  house = await aHouse()
})
afterEach(() => house.close())

const at = (minute: number): Instant => instant(Date.UTC(2026, 2, 5, 10, minute))

type Row = { verb?: string; who?: string; kind?: string; outcome?: string; minute?: number; workspaceId?: WorkspaceId }
const append = ({ verb = 'rollout.pause', who = 'Ana', kind = 'person', outcome = 'done', minute = 0, ...more }: Row) =>
  house.runtime.database.db.transaction((tx) =>
    appendAudit(tx, {
      workspaceId: more.workspaceId ?? house.workspaceId,
      at: at(minute),
      actorKind: kind,
      actorId: `id-${who}`,
      actorName: who,
      verb,
      objectKind: verb.split('.')[0] ?? '',
      objectId: 'rol_1',
      outcome,
      detail: { note: '=1+1', message: 'No.' },
      requestId: 'r',
    }),
  )
const verbs = async (filter: Omit<AuditFilter, 'limit'>) =>
  (await readAudit(house.runtime.database.db, house.workspaceId, { ...filter, limit: 100 })).map(({ verb }) => verb)

test('each filter narrows, newest first, and never past the workspace', async () => {
  await append({ verb: 'rollout.pause', minute: 1 })
  await append({ verb: 'rollout.stop', who: 'payments-guard', kind: 'policy', minute: 2 })
  await append({ verb: 'rollout.approve', who: 'Maria', outcome: 'own-work', minute: 3 })
  await append({ verb: 'rollout.resume', workspaceId: 'wsp_0123456789ab', minute: 4 })
  const all = await verbs({})
  const first = all.at(-1) // that the workspace was made
  expect(all).toEqual(['rollout.approve', 'rollout.stop', 'rollout.pause', first])
  expect(await verbs({ actor: 'GUARD' })).toEqual(['rollout.stop'])
  expect(await verbs({ actor: '%' })).toEqual([])
  expect(await verbs({ kind: 'person', outcome: 'done' })).toEqual(['rollout.pause'])
  expect(await verbs({ outcome: 'refused' })).toEqual(['rollout.approve'])
  expect(await verbs({ verb: 'rollout.stop' })).toEqual(['rollout.stop'])
  expect(await verbs({ from: at(2), to: at(3) })).toEqual(['rollout.stop'])
  expect(await verbs({ before: 3, from: at(1) })).toEqual(['rollout.pause'])
  expect(await readAuditSpan(house.runtime.database.db, house.workspaceId)).toEqual({
    entries: 4,
    since: at(0),
    verbs: ['rollout.approve', 'rollout.pause', 'rollout.stop', first],
  })
})

test('the file holds every row, in pages, whatever their number', async () => {
  for (let i = 0; i < 3; i += 1) await append({ minute: i })
  const parts: string[] = []
  for await (const part of auditFile(house.runtime.database.db, house.workspaceId, { kind: 'person' }, 'json')) {
    parts.push(part)
  }
  expect(parts.map((line) => Reflect.get(JSON.parse(line), 'position'))).toEqual([4, 3, 2])
})

test('a cell never becomes a formula, and quotes stay inside', () => {
  expect(csvLine(['=1+1', 'say "no"', '-2', 'plain'])).toBe('"\'=1+1","say ""no""","\'-2","plain"\r\n')
})

test.each([
  ['outcome=maybe', 'outcome'],
  ['from=yesterday', 'from'],
  ['to=2026-02-31', 'to'],
])('%s is refused by name', (query, field) => {
  expect(auditFilterOf(new URLSearchParams(query))).toMatchObject({ ok: false, code: 'invalid-input', field })
})
test('days and moments', () => {
  expect(auditFilterOf(new URLSearchParams('from=2026-03-05&to=2026-03-06T10:00:00.000Z&actor= '))).toMatchObject({
    ok: true,
    value: { from: '2026-03-05T00:00:00.000Z', to: '2026-03-06T10:00:00.000Z', actor: undefined },
  })
})
