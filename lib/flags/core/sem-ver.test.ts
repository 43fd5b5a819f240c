import * as fc from 'fast-check'
import { FlagdCore } from '@openfeature/flagd-core'
import { expect, test } from 'vitest'
import { SEM_VER_OPS, semVerHolds } from './sem-ver'

test.each([
  ['1.2.3', '=', '1.2.3', true],
  ['v1.2.3', '=', 'V1.2.3', true],
  ['1.2.3', '!=', '1.2.4', true],
  ['1.2.3', '<', '1.10.0', true],
  ['2.0.0-rc.1', '<', '2.0.0', true],
  ['1.2.3', '^', '1.9.0', true],
  ['1.2.3', '^', '2.2.3', false],
  ['1.2.3', '~', '1.2.9', true],
  ['1.2.3', '~', '1.3.3', false],
  ['1.0.0+build', '=', '1.0.0', true],
  [2, '>=', '1.9.9', true],
  [1.5, '>', '1.4.0', true],
  ['2', '=', '2.0.0', true],
  [1 / 7, '=', '0.0.0', true],
  [7, '=', 1 / 7, false],
  ['14285714285714285.4', '=', '4.0.0', true],
  ['not-a-version', '=', '1.0.0', null],
  ['2.0.0.0', '=', '2.0.0', null],
  ['1.0.0', '=>', '1.0.0', null],
  [null, '=', '1.0.0', null],
])('%s %s %s is %s', (left, op, right, holds) => {
  expect(semVerHolds(left, op, right)).toBe(holds)
})

const nobody = { info: noop, warn: noop, error: noop, debug: noop }
function noop(): void {}

/** What flagd's own evaluator says: the variant that its `sem_ver` chose. */
function oracle(left: string, op: string, right: string): boolean | null {
  const core = new FlagdCore(undefined, nobody)
  const rule = { sem_ver: [{ var: 'left' }, op, { var: 'right' }] }
  const flag = { state: 'ENABLED', variants: { true: 1, false: 2, null: 3 }, defaultVariant: 'null', targeting: rule }
  core.setConfigurations(JSON.stringify({ flags: { f: flag } }))
  const { value } = core.resolveNumberEvaluation('f', 0, { left, right })
  return value === 3 ? null : value === 1
}

const part = fc.oneof(
  fc.nat(30).map(String),
  fc.constantFrom('007', '0', '9007199254740991', '9007199254740992', '14285714285714285'),
)
const tag = fc.constantFrom('', '-1', '-rc.1', '-rc.2', '-rc', '-alpha.beta', '-01', '+b.5', '-x.7.z.92+exp', '-', '.4')
const version = fc.oneof(
  fc
    .tuple(fc.constantFrom('', 'v', 'V', 'vv', ' '), fc.array(part, { minLength: 1, maxLength: 4 }), tag)
    .map(([v, parts, suffix]) => `${v}${parts.join('.')}${suffix}`),
  fc.string(),
)

test('reads and compares as flagd does', () => {
  fc.assert(
    fc.property(version, fc.constantFrom(...SEM_VER_OPS, '=='), version, (left, op, right) => {
      expect(semVerHolds(left, op, right)).toBe(oracle(left, op, right))
    }),
    { numRuns: 500 },
  )
})

test('after thousands of other versions it still reads the first ones the same', () => {
  const versions = Array.from({ length: 3000 }, (_, i) => (i % 3 === 0 ? `1.${i}.0.0` : `1.${i}.0`))
  const read = () => versions.map((text, i) => semVerHolds(text, '=', `1.${i}.0`))
  const first = read()
  expect(read()).toEqual(first)
  expect(first.slice(0, 3)).toEqual([null, true, true])
})
