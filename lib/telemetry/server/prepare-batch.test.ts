import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { type IncomingRecord } from '../core/schema'
import { type IngestSource } from './ingest-source'
import { prepareBatch, withoutRepeats, type PreparedBatch } from './prepare-batch'
import { Pseudonyms } from './pseudonymise'

const unitKey = new Uint8Array(32).fill(7)
const source: IngestSource = {
  workspaceId: 'wsp_000000000001',
  environmentId: 'env_000000000001',
  keyId: 'key_1',
  unitKey,
  simulated: false,
}
const did = (id: string | null, unit = 'u'): IncomingRecord => ({
  kind: 'track',
  id,
  unit,
  timeMs: 0,
  flag: null,
  variant: null,
  revision: null,
  name: 'seen',
  value: null,
  attributes: {},
  client: null,
})
const prepared = (body: string, ...records: IncomingRecord[]): PreparedBatch =>
  prepareBatch({ source, records, body: new TextEncoder().encode(body) }, new Pseudonyms())
const sha = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
const hmac = (unit: string): string => createHmac('sha256', unitKey).update(unit).digest('hex').slice(0, 32)

test('keys are of the sender and the id, or of the sender and the whole body: as those that are stored already', () => {
  const { rows, bodyKey } = prepared('the body', did('a'), did(null), did(null))
  const body = sha('body\0key_1\0the body\0')
  expect(bodyKey).toBe(body)
  expect(rows.map(({ key }) => key)).toEqual([sha('id\0key_1\0a\0'), body, body])
})

test('units are pseudonyms under the key of their workspace, remembered or not', () => {
  const pseudonyms = new Pseudonyms()
  const other = { workspaceId: 'wsp_000000000002', unitKey: new Uint8Array(32) } as const
  const of = (unit: string): string => pseudonyms.of(source, unit)
  const units = Array.from({ length: 30_000 }, (_, i) => `unit-${i}`)
  expect(units.map(of)).toEqual(units.map(hmac))
  expect([of('unit-29999'), of('unit-0'), of('ü')]).toEqual([hmac('unit-29999'), hmac('unit-0'), hmac('ü')])
  expect(pseudonyms.of(other, 'unit-29999')).not.toBe(hmac('unit-29999'))
})

test('what a group brings twice is taken once; two equal clicks in one body are two clicks', () => {
  const group = [
    prepared('x', did('a'), did(null), did(null)),
    prepared('y', did('a'), did('b'), did(null)),
    prepared('x', did('a'), did(null), did(null)),
    prepared('z', did('c'), did('c')),
  ]
  const { rows, keys } = withoutRepeats(group)
  const [a, b, c] = ['a', 'b', 'c'].map((id) => sha(`id\0key_1\0${id}\0`))
  const [x, y] = ['x', 'y'].map((body) => sha(`body\0key_1\0${body}\0`))
  expect(rows.map(({ key }) => key)).toEqual([a, x, x, b, y, c])
  expect(keys).toEqual([a, x, b, y, c])
})

test('a session is kept as its pseudonym, apart from units of that name; a trace by its id', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736' as const
  const nameless: IncomingRecord = { ...did(null), unit: null, aliases: ['session s 1', `trace ${trace}`] }
  expect(prepared('x', did('a', 's 1'), nameless).rows.map(({ unit, aliases }) => [unit, aliases])).toEqual([
    [hmac('s 1'), []],
    [
      null,
      [
        { kind: 'session', key: hmac('session\0s 1') },
        { kind: 'trace', key: trace },
      ],
    ],
  ])
})
