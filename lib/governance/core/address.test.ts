import { expect, test } from 'vitest'
import { forwardedAddress, senderOf } from './address'

test.each([
  [null, 0, 'unknown'],
  ['', 0, 'unknown'],
  ['203.0.113.9', 0, '203.0.113.9'],
  ['6.6.6.6, 203.0.113.9', 0, '203.0.113.9'],
  ['6.6.6.6, 203.0.113.9, 10.0.0.1', 1, '203.0.113.9'],
  ['203.0.113.9', 3, '203.0.113.9'],
])('forwarded for %j behind %i more proxies is %s', (header, further, address) => {
  expect(forwardedAddress(header, further)).toBe(address)
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::99', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s sends as %s', (address, sender) => {
  expect(senderOf(address)).toBe(sender)
})
