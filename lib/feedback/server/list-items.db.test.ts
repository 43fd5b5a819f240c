import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FeedbackRow } from '../core/schema'
import { SORTS } from '../core/inbox-query'
import { BUCKETS } from '../core/states'
import { listFeedback } from './reads'
import { searchItems } from './search-feedback'
import { aFeedbackHouse, type FeedbackHouse } from './testing'

const COPIES = 2400

let house: FeedbackHouse
beforeAll(async () => {
  house = await aFeedbackHouse()
  await house.send({ text: 'The voucher field refuses every code', email: 'a@example.com' })
  // Copies in every bucket, with keys that often tie: enough of them that their words are common ones.
  await house.runtime.database.db.execute(sql`
    insert into feedback_item (id, workspace_id, number, source_id, external_id, channel, text, masked, occurred_at, received_at,
      content_hash, context, also_by, state, state_detail, tags, tag_keys, links, cohort, exposed_to, bucket, bumped_at, tone, attention, due_at, created_at)
    select 'fbi_' || lpad(i::text, 12, '0'), workspace_id, number + i, source_id, 'copy-' || i, channel, text || ' once' || i % 40, masked,
      occurred_at, at, content_hash, context, also_by, state, state_detail, tags, tag_keys, links, cohort, exposed_to,
      (array[${sql.join(
        BUCKETS.map((bucket) => sql`${bucket}`),
        sql`, `,
      )}])[1 + i % 6], at, (i % 7 - 3) / 3.0, i % 5, at + make_interval(mins => i % 3), created_at
    from feedback_item, generate_series(1, ${COPIES}::int) as i, lateral (select received_at + make_interval(mins => i % 400) as at) as moment`)
})
afterAll(() => house.close())

async function page(query: Record<string, string>, limit: number, cursor: string | null = null) {
  const asked = new URLSearchParams(query)
  const found = await listFeedback(house.runtime, house.maria, asked, { limit, cursor })
  if (!found.ok) throw new Error(found.message)
  return found.value
}

const names = (rows: readonly FeedbackRow[]): string[] => rows.map(({ name }) => name)

test.each(SORTS)('by %s, all buckets in one list: its pages are the whole, each item once', async (sort) => {
  const query = { view: 'all', q: 'once7', sort }
  const whole = await page(query, 500)
  expect(whole).toMatchObject({ nextCursor: null })
  expect(new Set(names(whole.items)).size).toBe(COPIES / 40)
  const walked: string[] = []
  let cursor: string | null = null
  do {
    const next = await page(query, 13, cursor)
    walked.push(...names(next.items))
    cursor = next.nextCursor
  } while (cursor !== null)
  expect(walked).toEqual(names(whole.items))
})

test('buckets that are walked one by one come out in one order', async () => {
  const { items } = await page({ view: 'all', q: 'once7', sort: 'waiting' }, 500)
  const received = items.map(({ receivedAt }) => receivedAt)
  expect(received).toEqual(received.toSorted())
})

test('a word that most items have finds the newest of them, in lists and in the palette', async () => {
  const { items } = await page({ view: 'all', q: 'voucher' }, 5)
  const { items: newest } = await page({ view: 'all' }, 5)
  expect(names(items)).toEqual(names(newest))
  const found = await searchItems(house.runtime.database.db, house.workspaceId, 'vouch', 4)
  expect(found).toHaveLength(4)
  expect(found[0]?.excerpt).toContain('voucher')
  expect(await searchItems(house.runtime.database.db, house.workspaceId, 'voucher giraffe', 4)).toEqual([])
})

test('nothing rises: the list of what rises is empty, and asks for no item', async () => {
  expect(await page({ view: 'rising' }, 5)).toEqual({ items: [], nextCursor: null })
})
