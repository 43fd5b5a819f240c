import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Classifier } from './classify'

const classifier = new Classifier([])
const typeOf = (text: string) => classifier.judge(text).type.value
const tagsOf = (text: string) => classifier.judge(text).tags.map(({ key }) => key)
const toneOf = (text: string) => classifier.judge(text).sentiment.label

/** Written by hand in the way people write reviews, tickets and reports. */
const TYPES: Record<string, string[]> = {
  bug: [
    'App crashes every time I open the camera since the last update',
    'Cant log in anymore. It says invalid password but its correct',
    'Keeps freezing on the loading screen. Please fix',
    'Notifications dont work on my galaxy s8',
    'Sync is broken, lost all of my notes',
    'It wont open. Just a white screen',
    'Videos wont play and the sound cuts off after the update',
    'good app but crashes alot',
    'Used to work great, now it just closes itself',
    'Search does not return anything',
    'doesnt load my messages',
    'Error 500 when saving a report. Steps to reproduce: open, click save',
  ],
  feature_request: [
    'Please add a dark mode',
    'Would be great if you could export to csv',
    'I wish there was an option to turn off the sounds',
    'Love the app but needs landscape support',
    'It should allow multiple accounts',
    'Can you add Spanish language please',
    'Only thing missing is a widget',
    'Great app, would give five stars if it had folders',
    'Bring back the old layout',
    'Would like to be able to sort my lists',
    'Please let us choose the font size',
  ],
  usability: [
    'Very easy to use and intuitive',
    'The new menu is so confusing, I cannot find anything',
    'I use it every day to keep track of my runs, it helps me stay motivated',
    'The interface is cluttered and hard to navigate',
    'Simple and clean layout, makes it easy to organize my notes',
    'Text is too small, hard to read',
    'Takes too many clicks to get to settings',
    'Lets me check my balance on the go',
    'Not user friendly at all',
  ],
  praise: [
    'Great app!',
    'Love it',
    'Best game ever, so much fun',
    'I absolutely love this app, thank you',
    'Excellent',
    'Works perfectly',
    '😍😍😍',
    'Good job guys keep it up',
  ],
  question: [
    'How do I change my address?',
    'Is it possible to use this with two phones?',
    'Where can I find my invoices?',
    'Does anyone know why the total is shown twice?',
  ],
}

describe('types', () => {
  const all = Object.entries(TYPES).flatMap(([type, texts]) => texts.map((text) => ({ type, text, got: typeOf(text) })))
  test.each(Object.keys(TYPES))('%s: nine in ten are told apart', (type) => {
    const [of, said] = [all.filter((one) => one.type === type), all.filter(({ got }) => got === type)]
    const right = of.filter(({ got }) => got === type).length
    const f1 = (2 * right) / (of.length + said.length)
    expect(f1).toBeGreaterThanOrEqual(0.85)
  })
})

test.each([
  ['crash', 'crashes on startup'],
  ['crash', 'the app keeps closing by itself'],
  ['crash', 'it force closes when I tap pay'],
  ['slow', 'takes forever to load'],
  ['slow', 'so laggy since yesterday'],
  ['slow', 'it freezes for a minute'],
  ['confusing', "can't find the button to sign out"],
  ['billing', 'charged me twice, I want a refund'],
  ['login', 'it logs me out every day'],
  ['data-loss', 'all my photos are gone'],
  ['data-loss', 'lost all my progress'],
  ['security', 'my account was hacked'],
  ['accessibility', 'VoiceOver reads nothing'],
])('%s: %s', (tag, text) => expect(tagsOf(text)).toContain(tag))

test.each([
  ['crash', 'no crashes so far, love it'],
  ['crash', 'it never crashes'],
  ['slow', 'not slow at all'],
  ['bug', 'no bugs, works fine'],
])('%s is not said by: %s', (tag, text) => expect(tagsOf(text)).not.toContain(tag))

test('texts about nothing of the kind raise no alarm', () => {
  const quiet = [
    'The delivery came on time',
    'We had an evening at the lake',
    'My daughter plays this daily',
    'The team met on Tuesday',
    'I like this colour of paint',
    'See you at the station',
    'He wrote three letters',
    'Bread and butter',
    'Our office moved',
    'It rained in the night',
  ]
  const alarming = new Set([
    'crash',
    'slow',
    'confusing',
    'billing',
    'login',
    'data-loss',
    'security',
    'accessibility',
    'bug',
  ])
  expect(quiet.filter((text) => tagsOf(text).some((tag) => alarming.has(tag)))).toEqual([])
})

test.each([
  ['negative', 'terrible, waste of money'],
  ['positive', 'not bad at all, quite good'],
  ['negative', 'I wanted to love it but it is boring'],
  ['positive', 'no problems so far, works great'],
  ['negative', 'does not work, please fix'],
  ['positive', '👍👍'],
  ['negative', 'this is not good'],
  ['negative', 'I do not recommend this'],
  ['positive', 'slow start but a wonderful film in the end'],
  ['negative', 'the acting was wooden and the plot predictable'],
  ['positive', 'cannot live without it'],
  ['neutral', 'The office is on the second floor'],
])('sounds %s: %s', (label, text) => expect(toneOf(text)).toBe(label))

test('every reason adds up to its score, for tags and for the type', () => {
  const words = Object.values(TYPES).flat().join(' ').split(' ')
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words, '?', 'not', 'but', '😡'), { maxLength: 40 }), (chosen) => {
      const { tags } = classifier.judge(chosen.join(' '))
      for (const { score, because } of tags) {
        const logit = because.reduce((sum, line) => sum + line.weight, 0)
        expect(Math.abs(1 / (1 + Math.exp(-logit)) - score)).toBeLessThan(0.002)
      }
    }),
  )
})

test('spans point at the words that they name', () => {
  const text = 'Since Monday it takes forever to load 😡 and crashes'
  const { tags, sentiment } = classifier.judge(text)
  for (const line of [...tags.flatMap(({ because }) => because), ...sentiment.because]) {
    expect(line.span === null ? line.what : text.slice(...line.span)).toBe(line.what)
  }
})

test('any text is judged: hostile, empty, foreign, endless', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(classifier.judge(text).tags.length).toBeLessThan(20)
    }),
  )
  for (const text of [
    '',
    '__proto__ constructor toString',
    'и так далее',
    '壊れています',
    'a'.repeat(20_000),
    'not '.repeat(5000),
  ])
    expect(classifier.judge(text).sentiment.score).toBeGreaterThanOrEqual(-1)
})
