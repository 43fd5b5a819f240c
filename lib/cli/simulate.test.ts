import { expect, test } from 'vitest'
import { run } from './run'

const simulate = (...args: string[]) => run(['simulate', '--workers=0', ...args], {})
/** A row in a world that takes no time. */
const small = ['--per-day=200', '--days=2', '--repetitions=4']

test('a row is printed with its measure, its limit and its bar', async () => {
  const { code, text } = await simulate('--row=no-effect-errors-5', ...small)
  expect(code).toBe(0)
  const [head, row, , ...conclusion] = text.split('\n')
  expect(head).toMatch(/^row +what happens +repetitions +measured +95 % limit +bar/)
  expect(row).toMatch(/^no-effect-errors-5 .* 4 +0\.00 % +≤ 52\.7 % +≤ 5\.0 % +so far/)
  expect(conclusion.join(' ')).toMatch(/^Seed 1\. .* 1 not missed so far/)
})

test('the same seed gives the same repetitions, another seed others', async () => {
  const args = ['--row=find-conversion', '--json', '--effect=.5', '--share=20', '--per-day=2000', '--repetitions=3']
  const [first, again, other] = [await simulate(...args), await simulate(...args), await simulate(...args, '--seed=2')]
  expect(first.text).toBe(again.text)
  expect(JSON.parse(other.text).rows[0].measured).not.toBe(JSON.parse(first.text).rows[0].measured)
})

test('a row made of others brings them along', async () => {
  const { text } = await simulate('--row=find-faster', '--json', ...small)
  const rows: { row: string; repetitions: number }[] = JSON.parse(text).rows
  expect(rows.map(({ row }) => row)).toEqual(['find-errors-double', 'find-errors-third', 'find-crashes', 'find-faster'])
  expect(rows.at(-1)?.repetitions).toBe(12)
})

test('other worlds are said to be other', async () => {
  const { text } = await simulate('--row=find-conversion', '--effect=.8', '--share=20', '--days=1', '--repetitions=1')
  expect(text).toContain('conversion 10 → 9 %; with effect 0.8, share 20, days 1 ')
})

test('the names of the rows', async () => {
  const { code, text } = await simulate('--list')
  expect(code).toBe(0)
  expect(text.split('\n').length).toBeGreaterThan(20)
})

test.each([
  [['--row=nothing'], 'There is no row nothing.'],
  [[], 'Which rows?'],
  [['--all', '--row=find'], 'Either --all or --row.'],
  [['--all', '--seed=-1'], '--seed'],
  [['--all', '--repetitions=ten'], '--repetitions'],
  [['--row=find-errors-double', '--baseline=.6'], '--baseline: 0.6 is too high'],
  [['--row=find-errors-double', '--effect=.5'], 'is no harm'],
  [['--row=find-conversion', '--effect=2'], 'is no harm'],
  [['--row=trap-heavy', '--effect=2'], 'about no effect'],
  [['--row=latency-all', '--baseline=.1'], 'has no rate'],
  [['--row=find-crashes', '--shape=ramp:1,5'], 'the limit of one stage'],
  [['--row=trap-ramp-flat', '--shape=ramp:5,1'], 'shares rise'],
  [['--row=trap-ramp-flat', '--shape=steps'], '--shape'],
  [['--all', '--unknown'], 'unknown'],
  [['--all', 'more'], 'more'],
])('%j is wrong usage, and says what is wrong', async (args, words) => {
  const { code, text } = await simulate(...args)
  expect(code).toBe(2)
  expect(text).toContain(words)
  expect(text).toContain('Usage: soundings simulate')
})
