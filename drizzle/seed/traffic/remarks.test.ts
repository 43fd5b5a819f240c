import { expect, test } from 'vitest'
import { languageOf } from '@/lib/feedback/core/language'
import { decodeItem } from '@/lib/feedback/core/incoming'
import { tokensOf } from '@/lib/feedback/core/tokens'
import { dice } from '../dice'
import { rollouts } from '../story'
import { anything, complaint, type Said, voice } from '../voices'
import { COMPLAINTS } from '../words'
import { outcomes, type Served, type World } from './outcomes'
import { nextVisit } from './people'
import { remark } from './remarks'

const PEOPLE_PER_S = 20
const seatMap = rollouts.find(({ flag }) => flag === 'seat-map')

const lots = <T>(make: () => T): T[] => Array.from({ length: 30_000 }, make)

/** Messages of a crowd to whom the world does what it does. @param share of the people who have each new version */
function heard(world: World, people: number, share = 0.5): Said[] {
  const random = dice(11)
  return Array.from({ length: people }, () => {
    const served = nextVisit(random).meets.map((rollout): Served => ({ rollout, exposed: random.chance(share) }))
    return remark(served, outcomes(served, world, random), random)
  }).filter((said) => said !== null)
}

const complaintsAbout = (flag: string, all: readonly Said[]) =>
  all.filter(({ text }) => Object.values(COMPLAINTS[flag] ?? {}).some((texts) => texts.includes(text)))

test('on a quiet day somebody writes about every forty seconds', () => {
  const people = 400_000
  const seconds = people / PEOPLE_PER_S
  const said = heard({ burns: false, acting: false }, people).length
  expect(seconds / said).toBeGreaterThan(25)
  expect(seconds / said).toBeLessThan(60)
})

test('while the act goes on those who have the seat map say what they saw, far oftener than before', () => {
  const [before, during] = [false, true].map((acting) => heard({ burns: false, acting }, 60_000))
  const about = complaintsAbout('seat-map', during ?? [])
  expect(about.length).toBeGreaterThan(10 * complaintsAbout('seat-map', before ?? []).length)
  expect(about.length).toBeGreaterThan((during ?? []).length / 2)
})

test('nobody complains of what they were not served, or of what did not happen to them', () => {
  const random = dice(4)
  if (!seatMap) throw new Error('the story has no seat map')
  const spared = lots(() => remark([{ rollout: seatMap, exposed: true }], [], random)).filter((said) => said !== null)
  const failed = [{ event: 'seat.failed', afterMs: 1 }]
  const baseline = lots(() => remark([{ rollout: seatMap, exposed: false }], failed, random))
  const said = [...spared, ...baseline.filter((one) => one !== null)]
  expect(said.length).toBeGreaterThan(30)
  expect(complaintsAbout('seat-map', said)).toEqual([])
  expect(lots(() => remark([], failed, random)).filter((one) => one !== null)).toEqual([])
})

test('a message is one that the door takes, and says that it is a sample', () => {
  const random = dice(8)
  for (let i = 0; i < 500; i += 1) {
    const said = random.chance(0.5) ? complaint('checkout-v2', random) : anything('search-rank', random)
    const decoded = decodeItem(voice(said, { unit: 'p-1', timeMs: 1_800_000_000_000 }, random))
    expect(decoded).toMatchObject({ ok: true, item: { context: { sample: true } } })
  }
})

test('every complaint is in the language that it is meant to be in', () => {
  for (const texts of Object.values(COMPLAINTS)) {
    for (const [language, all] of Object.entries(texts)) {
      for (const text of all) expect([text, languageOf(text, tokensOf(text))]).toEqual([text, language])
    }
  }
})
