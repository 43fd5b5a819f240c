import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from './run'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundings-eval-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function evalOf(content: string, ...more: string[]) {
  const file = join(folder, 'labelled.jsonl')
  await writeFile(file, content)
  return run(['eval', 'feedback', file, ...more], {})
}

const LINES = [
  '{"text":"The app crashes at once, terrible","sentiment":"negative","type":"bug","tags":["crash"],"group":"a"}',
  '',
  '{"text":"It crashes at once, the app is terrible","stars":1,"category":"bug","cluster":"a"}',
  '{"text":"Lovely and simple, great","stars":5,"group":"b"}',
].join('\n')

test('labelled texts give figures of sentiment, types, tags and clusters', async () => {
  const { code, text } = await evalOf(LINES)
  expect(code).toBe(0)
  expect(text).toMatch(/^3 texts; [\d,]+ texts\/s for type, tags and sentiment on one core/)
  expect(text).toContain('sentiment: macro-F1 1.000, accuracy 1.000; 3 labelled')
  expect(text).toContain('clusters: B³ 1.000 (precision 1.000, recall 1.000); 2 groups in 3 texts, 2 found')
})

test('as JSON', async () => {
  const { code, text } = await evalOf(LINES, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(text)).toMatchObject({ texts: 3, clusters: { f1: 1 }, textsPerS: expect.any(Number) })
})

test.each([
  ['a line that is no JSON', `${LINES}\n{`, 'line 5'],
  ['a line without text', '{"sentiment":"negative"}', 'line 1'],
  ['a sentiment that is none', '{"text":"x","sentiment":"angry"}', 'line 1'],
  ['an empty file', '\n\n', 'it needs 1 to'],
])('%s is wrong usage that names it', async (_, content, words) => {
  const { code, text } = await evalOf(content)
  expect(code).toBe(2)
  expect(text).toContain(words)
})

test.each([[join('no', 'such', 'file')], [tmpdir()]])('%s is no file', async (path) => {
  const { code, text } = await run(['eval', 'feedback', path], {})
  expect(code).toBe(2)
  expect(text).toContain('cannot be read')
})

test.each([[['eval']], [['eval', 'feedback']], [['eval', 'flags', 'x']], [['eval', 'feedback', 'x', 'y']]])(
  '%j is wrong usage',
  async (args) => {
    expect((await run(args, {})).code).toBe(2)
  },
)
