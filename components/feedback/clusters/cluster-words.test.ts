import { expect, test } from 'vitest'
import { memberSaid } from './cluster-words'

test.each([
  ['split', 2, '2 items left for a cluster of their own. Machines leave them there.'],
  ['same', 1, '1 item kept in CL-31. Machines leave it here.'],
  ['not-same', 2, '2 items taken out of CL-31. Machines never put them back.'],
  ['unpin', 2, 'Machines may decide about 2 items of CL-31 again.'],
  ['move', 1, '1 item moved to CL-40. Machines leave it there.'],
] as const)('%s of %i', (act, n, said) => {
  expect(memberSaid(act, n, 'CL-31', act === 'move' ? 'CL-40' : null)).toBe(said)
})
