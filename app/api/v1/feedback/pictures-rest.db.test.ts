import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPng } from '@/lib/feedback/core/testing-pictures'
import { receiveAttachment } from '@/lib/feedback/server/receive-attachment'
import { aFeedbackHouse, aRequest, type FeedbackHouse } from '@/lib/feedback/server/testing'
import { provideAppRuntime } from '@/lib/governance/server/app-runtime'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { GET } from './[id]/attachments/[attachmentId]/route'
import * as itemWord from './[id]/[word]/route'

let house: FeedbackHouse
let admin: string
beforeAll(async () => {
  house = await aFeedbackHouse()
  provideAppRuntime(() => house.runtime)
  admin = mintKey('admin')
  const input = { name: 'Ana', scope: 'admin', role: 'viewer', userId: house.ana.id } as const
  const { db } = house.runtime.database
  await db.transaction((tx) => issueKey(tx, house.workspaceId, input, admin, house.runtime.now()))
})
afterAll(() => house.close())

async function withPicture(text: string): Promise<{ id: string; attachmentId: string }> {
  const { body } = await receiveAttachment(house.door, aRequest(aPng(), house.keys.client))
  const { id: attachmentId } = JSON.parse(String(body))
  const { json } = await house.send({ text, attachments: [attachmentId] })
  return { id: json.items[0]?.name ?? '', attachmentId }
}
const headers = () => ({ authorization: `Bearer ${admin}` })
const ask = (params: { id: string; attachmentId: string }, query = '') =>
  GET(new Request(`http://x/api${query}`, { headers: headers() }), { params: Promise.resolve(params) })

test('a picture is shown as what it is, and can do nothing', async () => {
  const response = await ask(await withPicture('Look'))
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': 'inline; filename="picture.png"',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
  })
  expect(Buffer.from(await response.arrayBuffer()).equals(aPng())).toBe(true)
})

test('a hidden one is a problem until it is revealed, with a reason', async () => {
  const its = await withPicture('Write to ana@example.com')
  const hidden = await ask(its)
  expect([hidden.status, await hidden.json()]).toMatchObject([403, { code: 'forbidden', remedy: expect.any(String) }])
  const body = JSON.stringify({ reason: 'to see it' })
  const request = new Request('http://x/api', { method: 'POST', headers: headers(), body })
  const revealed = await itemWord.POST(request, { params: Promise.resolve({ id: its.id, word: 'reveal' }) })
  const { attachments } = await revealed.json()
  const { search } = new URL(attachments[0].address, 'http://x')
  expect((await ask(its, search)).status).toBe(200)
})

test('an unknown one, or one of another item, is not found', async () => {
  const [one, other] = [await withPicture('One'), await withPicture('Other')]
  for (const attachmentId of ['att_000000000000', 'nothing', other.attachmentId])
    expect((await ask({ id: one.id, attachmentId })).status).toBe(404)
})
