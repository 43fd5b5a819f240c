import { expect, test } from 'vitest'
import { readConfig } from './config'

const SRC = 'https://soundings.example/widget.js?v=1'

test('attributes of the script tag, with defaults', () => {
  expect(readConfig(SRC, { key: 'snd_client_x' })).toEqual({
    origin: 'https://soundings.example',
    key: 'snd_client_x',
    unit: null,
    label: 'Feedback',
    scale: '5',
    privacyUrl: null,
    appVersion: null,
    trigger: null,
  })
})
test('without a key there is no widget', () => {
  expect(readConfig(SRC, {})).toBeNull()
})
test.each(['javascript:alert(1)', '/privacy', 'data:text/html,x'])('%s is no link to follow', (privacy) => {
  expect(readConfig(SRC, { key: 'k', privacy })?.privacyUrl).toBeNull()
})
test('an unknown scale is the usual one', () => {
  expect(readConfig(SRC, { key: 'k', scale: 'toString' })?.scale).toBe('5')
})
