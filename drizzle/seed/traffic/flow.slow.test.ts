import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { COMPLAINTS } from '../words'
import { FakeSoundings, type Taken } from './fake-soundings'
import { startTraffic } from './flow'
import { type Settings } from './settings'

let fake: FakeSoundings
let settings: Settings
let folder: string
beforeEach(async () => {
  fake = new FakeSoundings()
  folder = mkdtempSync(join(tmpdir(), 'soundings-traffic-'))
  settings = {
    url: await fake.listen(),
    keys: { client: 'the-client-key', server: 'the-server-key' },
    actFile: join(folder, 'act'),
    burns: true,
    peoplePerS: 100,
  }
})
afterEach(async () => {
  await fake.close()
  rmSync(folder, { recursive: true })
})

/** Without the evaluations that failed: nobody met a flag in those. */
const exposures = () => fake.taken.filter(({ kind, variant }) => kind === 'exposure' && variant !== null)
const named = (name: string) => fake.taken.filter((record) => record.name === name)
const shown = (flag: string, variant: string) =>
  exposures().filter((record) => record.flag === flag && record.variant === variant)
const peopleOf = (records: readonly Taken[]) => new Set(records.map(({ unit }) => unit))

test('real clients report who met which flag, then what happened; a tenth of the people over JSON', async () => {
  const traffic = await startTraffic(settings, () => undefined)
  await fake.until(() => exposures().length >= 700 && named('page.slow').length >= 5)
  await traffic.stop()
  expect(fake.refused).toEqual([])
  expect([...fake.keys].toSorted()).toEqual(['Bearer the-client-key', 'Bearer the-server-key'])
  expect(fake.clients.size).toBe(20)
  expect(new Set(exposures().map(({ client }) => client?.id))).toEqual(fake.clients)
  expect(exposures().filter(({ revision }) => revision !== 17)).toEqual([])
  const byJson = peopleOf(exposures().filter(({ door }) => door === 'json'))
  expect(byJson.size / peopleOf(exposures()).size).toBeGreaterThan(0.05)
  expect(byJson.size / peopleOf(exposures()).size).toBeLessThan(0.15)
  expect(named('page.slow').some(({ door }) => door === 'otlp')).toBe(true)
  const met = new Map(exposures().map(({ unit, timeMs }) => [unit, timeMs]))
  const tooEarly = fake.taken.filter(({ kind, unit, timeMs }) => kind === 'track' && timeMs < (met.get(unit) ?? 0))
  expect(tooEarly).toEqual([])
})

test('an old app loses baselines of the profile form, and of nothing else', async () => {
  fake.serve = (flag) => (flag === 'fare-calendar' ? 'on' : 'control')
  const traffic = await startTraffic(settings, () => undefined)
  await fake.until(() => fake.evaluations('profile-form', 'control') >= 120)
  await traffic.stop()
  const reported = (flag: string, variant: string) => shown(flag, variant).length / fake.evaluations(flag, variant)
  expect(reported('profile-form', 'control')).toBeGreaterThan(0.55)
  expect(reported('profile-form', 'control')).toBeLessThan(0.88)
  expect(reported('fare-calendar', 'on')).toBeGreaterThan(0.9)
  expect(reported('seat-map', 'control')).toBeGreaterThan(0.9)
})

test('the act: people served the seat map fail until it is no longer served', async () => {
  const act = join(folder, 'act')
  writeFileSync(act, '')
  utimesSync(act, new Date(0), new Date(0))
  const traffic = await startTraffic(settings, () => undefined)
  await fake.until(() => named('seat.failed').length >= 40)
  const exposed = peopleOf(shown('seat-map', 'on'))
  const failed = named('seat.failed').filter(({ unit }) => exposed.has(unit))
  expect(failed.length).toBeGreaterThan(30)
  expect(failed.length / exposed.size).toBeGreaterThan(0.12)
  await fake.until(() => fake.letters.some(({ text }) => COMPLAINTS['seat-map']?.en.includes(text) === true))
  const writers = fake.letters.filter(({ text }) => COMPLAINTS['seat-map']?.en.includes(text) === true)
  const hurt = peopleOf(named('seat.failed'))
  expect(writers.filter(({ unit }) => unit === null || !hurt.has(unit))).toEqual([])
  fake.serve = () => 'off'
  await fake.until(() => shown('seat-map', 'off').length >= 250)
  await traffic.stop()
  const rescued = peopleOf(shown('seat-map', 'off'))
  expect(named('seat.failed').filter(({ unit }) => rescued.has(unit)).length).toBeLessThan(8)
})

test('a server that goes away and comes back: people wait, one line each, nothing of the waiting is lost', async () => {
  const lines: string[] = []
  const traffic = await startTraffic(settings, (line) => lines.push(line))
  await fake.until(() => exposures().length >= 100)
  fake.isAway = true
  await fake.until(() => fake.turnedAway >= 8)
  fake.isAway = false
  const before = exposures().length
  await fake.until(() => exposures().length >= before + 150 && lines.some((line) => line.includes('again')))
  await traffic.stop()
  expect(lines.filter((line) => line.includes('does not answer')).length).toBeLessThanOrEqual(2)
  expect(fake.refused).toEqual([])
})
