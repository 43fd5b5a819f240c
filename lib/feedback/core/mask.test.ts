import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCard, isIban } from './account-numbers'
import { mask } from './mask'

test.each([
  ['write to Ana.Lee+x@mail.example.co.uk now', 'write to [email] now'],
  ['card 4111-1111-1111-1111', 'card [card]'],
  ['amex 378282246310005.', 'amex [card].'],
  ['IBAN DE89 3704 0044 0532 0130 00 please', 'IBAN [iban] please'],
  ['4111 1111 1111 1111 12 27', '[card] 12 27'],
  ['call +1 (415) 555-2671 today', 'call [phone] today'],
  ['415-555-2671', '[phone]'],
  ['my number is 0170 1234567', 'my number is [phone]'],
  ['call me: 5551234567', 'call me: [phone]'],
  ['from 192.168.20.41', 'from [ip]'],
  ['from 2001:0db8:85a3:0000:0000:8a2e:0370:7334', 'from [ip]'],
  ['Bearer abcdef0123456789abcdef', 'Bearer [secret]'],
  ['password: hunter2!x', 'password: [secret]'],
  ['key sk_live_51H8xExampleExample', 'key [secret]'],
  ['AKIAIOSFODNN7EXAMPLE', '[secret]'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', '[secret]'],
])('%s', (text, masked) => expect(mask(text).text).toBe(masked))

test.each([
  'version 1.2.3.4 and 10.0.1',
  'order 4711 of 2026-03-05 at 12:30',
  'it took 1234567 ms, 3.5 times',
  'error 0x80070057 in build 20260305',
  'the password is wrong',
  'token expired',
  'I scored 100 200 300 points',
  'call to action on page 12',
  'FB-1042 is fixed in 7.2.1',
  'number 4111 1111 1111 1112 has no valid check digit',
])('leaves alone: %s', (text) => expect(mask(text)).toEqual({ text, kinds: [] }))

/** A number of this length that Luhn's check digit makes valid. */
const card = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 15, maxLength: 15 }).map((digits) => {
  const body = `4${digits.slice(1).join('')}`
  return (
    '0123456789'
      .split('')
      .map((last) => body + last)
      .find(isCard) ?? ''
  )
})
const words = fc.stringMatching(/^[a-z ,.]{0,40}$/)

test('a valid card is never left in a text, however it is spaced', () => {
  fc.assert(
    fc.property(words, card, fc.constantFrom('', ' ', '-'), words, (before, number, space, after) => {
      const spaced = number.match(/\d{4}/g)?.join(space) ?? number
      expect(mask(`${before} ${spaced} ${after}`).text).not.toContain(spaced)
    }),
  )
})

test('an address is never left in a text', () => {
  fc.assert(
    fc.property(words, fc.emailAddress({ size: '-1' }), (before, address) => {
      fc.pre(/^[\w.+-]+@[\w.-]+$/.test(address))
      expect(mask(`${before} ${address} !`).text).not.toContain(address)
    }),
  )
})

test('masking twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const once = mask(text).text
      expect(mask(once).text).toBe(once)
    }),
  )
})

test('published numbers', () => {
  expect(['GB82WEST12345698765432', 'DE89370400440532013000', 'FR1420041010050500013M02606'].every(isIban)).toBe(true)
  expect(isIban('DE89370400440532013001')).toBe(false)
  expect(['79927398713000', '4242424242424242', '5555555555554444', '6011111111111117'].map(isCard)).toEqual([
    false,
    true,
    true,
    true,
  ])
})
