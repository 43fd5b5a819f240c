import { describe, expect, test } from 'vitest'
import { at } from './an-incident'
import { reasonsOf } from './suspect-words'
import { type Candidate, contrastPart, featuresOf, rank, type Scene, servicePart, timePart } from './suspects'

const scene: Scene = { impact: { from: at('20:57:00'), to: at('20:57:00') }, baselineMoved: false }
const candidate = (more: Partial<Candidate>): Candidate => ({
  kind: 'rollout',
  ref: 'rol_000000000142',
  title: 'checkout-v2 (RO-142, 25%)',
  changedAt: at('20:34:00'),
  service: null,
  ratio: null,
  hops: null,
  audience: null,
  history: 0,
  isLive: false,
  ...more,
})

describe('parts of the score', () => {
  test.each([
    [0, 1],
    [20, Math.exp(-1)],
    [23, 0.3166],
    [-1, 0],
  ])('%d minutes before the impact: %f', (minutes, part) => {
    expect(timePart(minutes)).toBeCloseTo(part, 3)
  })
  test.each([
    [null, null],
    [{ low: null, high: 2 }, 0],
    [{ low: 0.9, high: 2 }, 0],
    [{ low: 2, high: 5 }, 0.5],
    [{ low: 4, high: 9 }, 1],
    [{ low: 40, high: 90 }, 1],
  ])('a ratio of %o is worth %o', (ratio, part) => {
    const value = contrastPart(ratio)
    expect(value === null ? null : Math.round(value * 1e9) / 1e9).toBe(part)
  })
  test.each([
    [0, 1],
    [1, 0.6],
    [2, 0.3],
    [9, 0],
    [null, null],
  ])('%o hops: %o', (hops, part) => {
    expect(servicePart(hops)).toBe(part)
  })
})

describe('the story of RO-142', () => {
  const checkout = candidate({ ratio: { low: 2, high: 4 }, isLive: true })
  const deploy = candidate({
    kind: 'deploy',
    ref: 'tev_deploy000001',
    title: 'payments-api 1.44 deployed',
    changedAt: at('20:55:00'),
    service: 'payments-api',
    hops: 0,
  })
  const vendor = candidate({
    kind: 'external',
    ref: 'tev_vendor000001',
    title: 'vendor: degraded',
    changedAt: at('20:50:00'),
  })
  const ranked = rank([vendor, checkout, deploy], scene)

  test('the numbers rank deploy and rollout on top and rule the vendor out', () => {
    expect(ranked.map(({ ref }) => ref).at(-1)).toBe(vendor.ref)
    expect(ranked.find(({ ref }) => ref === vendor.ref)?.features.ruledOut).toContain('steady')
    expect(ranked[0]?.score).toBeCloseTo(3 * Math.exp(-2 / 20) + 2, 9)
  })
  test('deploy × flag: only the exposed are worse and it began at the deploy, so both are named', () => {
    const flag = ranked.find(({ kind }) => kind === 'rollout')
    expect(flag?.features.withDeploy).toBe('payments-api 1.44 deployed')
    expect(flag && reasonsOf('rollout', flag.features).join(' ')).toContain('the deploy stays a suspect')
    // Another flag, changed minutes before and compared with nothing, does not come before the two.
    const near = candidate({ ref: 'rol_near00000001', changedAt: deploy.changedAt, history: 1 })
    expect(rank([near, deploy, checkout], scene).map(({ ref }) => ref)[0]).toBe(checkout.ref)
    const shared = rank([checkout, deploy], { ...scene, baselineMoved: true })
    expect(shared.every(({ features }) => features.withDeploy === null)).toBe(true)
  })
  test('a deploy at which people without the flag got worse too needs no flag', () => {
    const both = rank([checkout, { ...deploy, baselineWorse: true }], scene)
    expect(both.every(({ features }) => features.withDeploy === null)).toBe(true)
    const its = both.find(({ kind }) => kind === 'deploy')
    expect(its && reasonsOf('deploy', its.features)[0]).toBe(
      'People without the new version got worse at it too: the deploy, or something outside.',
    )
  })
  test('a deploy at which they stayed as they were says so, and is named with the flag', () => {
    const both = rank([checkout, { ...deploy, baselineWorse: false }], scene)
    expect(both.find(({ kind }) => kind === 'rollout')?.features.withDeploy).toBe(deploy.title)
    const its = both.find(({ kind }) => kind === 'deploy')
    expect(its && reasonsOf('deploy', its.features).join(' ')).toContain('together with a flag')
    const unsure = rank([{ ...deploy, baselineWorse: false }], { ...scene, baselineMoved: null })
    expect(unsure[0]?.features).not.toHaveProperty('baselineAfter')
  })
  test('a flag that makes no difference is ruled out, with the reason', () => {
    const features = featuresOf(candidate({ ratio: { low: 0.8, high: 1.05 } }), scene)
    expect(reasonsOf('rollout', features)).toEqual([
      'Ruled out: people with it are no worse off than people without it.',
    ])
    const open = featuresOf(candidate({ ratio: { low: 0.8, high: 1.2 } }), scene)
    expect(open.ruledOut).toBeNull()
  })
  test('a flag that was changed twice is one suspect, by the change that tells more', () => {
    const early = candidate({ kind: 'flag', ref: 'fares', title: 'edited first', changedAt: at('19:30:00') })
    const twice = [early, { ...early, title: 'edited again', changedAt: at('20:50:00') }]
    expect(rank(twice, scene)).toMatchObject([{ ref: 'fares', title: 'edited again' }])
  })

  test.each([
    ['20:50:00', 5],
    ['20:55:00', 0],
    ['20:59:00', 0],
    ['21:02:00', -2],
  ])('changed at %s, and the impact began between 20:55 and 21:00: %d minutes before', (changed, minutes) => {
    const impact = { from: at('20:55:00'), to: at('21:00:00') }
    const features = featuresOf(candidate({ changedAt: at(changed) }), { ...scene, impact })
    expect(features.minutesBefore).toBe(minutes)
    expect(features.time).toBe(timePart(minutes))
    expect(reasonsOf('deploy', features).includes('It changed just when the impact began.')).toBe(minutes === 0)
  })

  test('what changed too long before, or after, is no candidate unless it is live', () => {
    const old = candidate({ kind: 'config', ref: 'a', changedAt: at('18:50:00') })
    const late = candidate({ kind: 'config', ref: 'b', changedAt: at('21:08:00') })
    const soon = candidate({ kind: 'config', ref: 'c', changedAt: at('21:05:00') })
    expect(rank([old, late, soon], scene).map(({ ref }) => ref)).toEqual(['c'])
    expect(rank([{ ...old, isLive: true }], scene)).toHaveLength(1)
  })
})
