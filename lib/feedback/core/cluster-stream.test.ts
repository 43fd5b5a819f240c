import { expect, test } from 'vitest'
import { bCubed } from './b-cubed'
import { clusterStream } from './cluster-stream'

/** Numbers that are the same on every run (mulberry32). */
function dice(seed: number) {
  let state = seed
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return { roll, pick: <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T } // an index within the list
}

type World = { things: string; troubles: string }

/** Two trades whose words are not each other's; no number of the method was chosen by looking at either. */
const TRAVEL: World = {
  things: `boarding pass|seat map|loyalty balance|hotel voucher|refund form|price alert|trip calendar|baggage tracker|
    passport scanner|currency converter|family profile|check-in reminder|offline ticket|station map|group booking`,
  troubles: `turns blank after I rotate the tablet|forgets everything when the train enters a tunnel|
    shows yesterday instead of tomorrow near midnight|asks for my birthday again and again|cannot be shared with my wife|
    prints half a page on our office printer|is unreadable in bright sunlight|lists German cities in Chinese|
    counts children as adults|never arrives by letter|hides behind the cookie banner|
    takes the wrong time zone for Lisbon|drains the battery within an hour|speaks too softly for deaf people`,
}
const STUDIO: World = {
  things: `drum sequencer|vocal tuner|mixer panel|sample browser|tempo slider|lyrics sheet|chord finder|waveform editor|
    headphone monitor|plugin shelf|midi keyboard|loop recorder|stem exporter|reverb preset|guitar amplifier`,
  troubles: `drifts out of sync past four minutes|keeps playing although the lid is shut|eats all memory with thirty tracks|
    ignores the sustain pedal completely|resets its colours whenever a project opens|adds a loud pop at every cut|
    refuses stereo files from my recorder|vanishes behind the second screen|rounds hertz to whole numbers|
    needs three clicks for what was one|shows notes in flats although the key is sharp|swallows the first beat|
    hums when the charger is plugged in|lost the undo button`,
}
const listOf = (text: string): string[] => text.split('|').map((one) => one.trim())

const OPENINGS = ['', '', '', 'Hi team, ', 'Please help: ', 'Again: ', 'Since the last update ', 'Same here. ']
const ENDINGS = ['', '', '', '!!!', '. Thanks', ', any idea?', ' :(', '. Version 7.3.1', '. Ticket 2024-11-03/88412']
const mistyped = (word: string, at: number): string =>
  word.length < 4 ? word : `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`

/** Each matter written anew by many: words left out or mistyped, the halves turned round, other manners around it. */
function written(world: World, texts: number, { seed, change }: { seed: number; change: number }) {
  const { roll, pick } = dice(seed)
  const [things, troubles] = [listOf(world.things), listOf(world.troubles)]
  return Array.from({ length: texts }, () => {
    const which = Math.floor(roll() * things.length)
    const [thing, trouble] = [things[which] ?? '', troubles[which % troubles.length] ?? '']
    const altered = `the ${thing} ${trouble}`.split(' ').flatMap((word) => {
      const chance = roll()
      if (chance < change) return []
      return [chance < change * 1.5 ? mistyped(word, 1 + Math.floor(roll() * 2)) : word]
    })
    const turned = roll() < 0.15 ? [...altered.slice(4), ...altered.slice(0, 4)] : altered
    return { matter: `${thing} ${trouble}`, text: `${pick(OPENINGS)}${turned.join(' ')}${pick(ENDINGS)}` }
  })
}

const fitOf = (items: readonly { matter: string; text: string }[]) =>
  bCubed(
    items.map(({ matter }) => matter),
    clusterStream(items.map(({ text }) => text)),
  )

test.each([
  ['travel', TRAVEL, 0.1],
  ['studio', STUDIO, 0.1],
  ['travel', TRAVEL, 0.2],
  ['studio', STUDIO, 0.2],
])('what many write of the same comes together, in the words of one trade or another: %s, %#', (_, world, change) => {
  for (const seed of [1, 2, 3]) {
    const fit = fitOf(written(world, 700, { seed, change }))
    expect(fit.f1).toBeGreaterThanOrEqual(change > 0.1 ? 0.9 : 0.95)
    expect(fit.precision).toBeGreaterThanOrEqual(0.92)
  }
})

test('versions, dates, tickets and addresses neither bring together nor part', () => {
  const [a, b, c, d] = clusterStream([
    'The sample browser drifts, version 7.3.1, see https://example.com/a/1 ticket 88412',
    'Sample browser drifts (build 2024-11-03, id 9f8e7d6c5b4a)',
    'The lyrics sheet is empty, version 7.3.1, see https://example.com/a/1 ticket 88412',
    'Error 404 when the shelf opens',
  ])
  expect(b).toBe(a)
  expect(c).not.toBe(a)
  expect(d).not.toBe(c)
})
