import { describe, expect, test } from 'vitest'
import { DEFAULT_KEYS, keyInForce, keyName, type Press, readKeySettings, Sequences } from './hotkey-rules'

const press: Press = {
  key: 'p',
  repeat: false,
  shift: false,
  modified: false,
  elsewhere: false,
  sinceRouteChangeMs: 1000,
}

describe('the name of a press', () => {
  test.each<[string, Partial<Press>, string | null]>([
    ['a letter', {}, 'p'],
    ['a letter under caps lock', { key: 'P' }, 'p'],
    ['a letter with shift is another key', { key: 'A', shift: true }, '⇧a'],
    ['a sign that needs shift is itself', { key: '?', shift: true }, '?'],
    ['the bracket', { key: '[' }, '['],
    ['held down', { repeat: true }, null],
    ['with Control', { modified: true }, null],
    ['while typing', { elsewhere: true }, null],
    ['just after the page changed', { sinceRouteChangeMs: 399 }, null],
    ['Enter', { key: 'Enter' }, null],
    ['Space, which presses buttons', { key: ' ' }, null],
  ])('%s', (_, change, name) => {
    expect(keyName({ ...press, ...change })).toBe(name)
  })
})

describe('settings', () => {
  test('move a key in one place only', () => {
    const settings = { ...DEFAULT_KEYS, moved: { 'Rollout:p': 'w' } }
    expect(keyInForce(settings, 'Rollout', { key: 'p' })).toBe('w')
    expect(keyInForce(settings, 'Incident', { key: 'p' })).toBe('p')
  })
  test('switch the dangerous off and leave the rest', () => {
    const settings = { ...DEFAULT_KEYS, dangerousOff: true }
    expect(keyInForce(settings, 'Incident', { key: 'x', dangerous: true })).toBeNull()
    expect(keyInForce(settings, 'Incident', { key: 'k' })).toBe('k')
    expect(keyInForce({ ...settings, off: true }, 'Incident', { key: 'k' })).toBeNull()
  })
  test.each([null, '', '{', '7', '{"moved":7}', '{"moved":{"Rollout:p":"long"}}'])('%s is as if never set', (text) => {
    expect(readKeySettings(text)).toEqual(DEFAULT_KEYS)
  })
  test('read back what was kept', () => {
    const settings = { off: true, dangerousOff: true, moved: { 'Anywhere:g r': 'g x', 'List:⇧j': '⇧n' } }
    expect(readKeySettings(JSON.stringify(settings))).toEqual(settings)
  })
})

describe('sequences', () => {
  const keys = ['g r', 'g f', 'r', 'p']
  test('two keys in time are one', () => {
    const sequences = new Sequences()
    expect(sequences.press('g', 0, keys)).toBeNull()
    expect(sequences.press('r', 500, keys)).toBe('g r')
    expect(sequences.press('r', 600, keys)).toBe('r')
  })
  test('too slow, and the second stands alone', () => {
    const sequences = new Sequences()
    sequences.press('g', 0, keys)
    expect(sequences.press('r', 2000, keys)).toBe('r')
  })
  test('after a prefix no other key acts: a slip must not pause a release', () => {
    const sequences = new Sequences()
    sequences.press('g', 0, keys)
    expect(sequences.press('p', 300, keys)).toBeNull()
    expect(sequences.press('p', 600, keys)).toBe('p')
  })
})
