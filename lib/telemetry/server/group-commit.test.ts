import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { GroupCommit, type GroupLimits, type Stored } from './group-commit'

const limits: GroupLimits = { waitMs: 50, enoughRows: 5, groupRows: 5, waitingRowsMax: 10, deadlineMs: 1000 }
const yes: Stored = { ok: true }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A commit that the test finishes by hand, group by group. */
function aCommit(bounds = limits) {
  const groups: string[][] = []
  const nearlyDone: (() => void)[] = []
  const open: (() => void)[] = []
  const commit = new GroupCommit<string>(async (group, isNearlyDone) => {
    groups.push([...group])
    nearlyDone.push(isNearlyDone)
    await new Promise<void>((resolve) => open.push(resolve))
    return group.map(() => yes)
  }, bounds)
  const finish = async (): Promise<void> => {
    open.shift()?.()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { groups, nearlyDone, finish, commit }
}

test('a batch waits 50 ms for company', async () => {
  const { groups, finish, commit } = aCommit()
  const answers = [commit.add('w', 'a', 1), commit.add('w', 'b', 1)]
  await vi.advanceTimersByTimeAsync(49)
  expect(groups).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(groups).toEqual([['a', 'b']])
  await finish()
  expect(await Promise.all(answers)).toEqual([yes, yes])
})

test('enough rows close a group at once; what comes while it is written makes the next', async () => {
  const { groups, finish, commit } = aCommit()
  const first = commit.add('w', 'a', 5)
  const second = [commit.add('w', 'b', 3), commit.add('w', 'c', 3), commit.add('w', 'd', 1)]
  expect(groups).toEqual([['a']])
  await finish()
  expect(await first).toEqual(yes)
  expect(groups).toEqual([['a'], ['b', 'c']])
  await finish()
  await finish()
  expect(await Promise.all(second)).toEqual([yes, yes, yes])
  expect(groups).toEqual([['a'], ['b', 'c'], ['d']])
})

test('few rows are enough to begin with; a group takes what has gathered, up to its most', async () => {
  const { groups, finish, commit } = aCommit({ ...limits, enoughRows: 3 })
  void commit.add('w', 'a', 2)
  expect(groups).toEqual([])
  void commit.add('w', 'b', 1)
  expect(groups).toEqual([['a', 'b']])
  for (const name of ['c', 'd', 'e']) void commit.add('w', name, 3)
  await finish()
  expect(groups).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('behind a group that is nearly done one more gets in line, when it has enough', async () => {
  const { groups, nearlyDone, finish, commit } = aCommit()
  const first = commit.add('w', 'a', 5)
  void commit.add('w', 'b', 4)
  nearlyDone[0]?.()
  expect(groups).toEqual([['a']])
  void commit.add('w', 'c', 1)
  nearlyDone[0]?.()
  expect(groups).toEqual([['a'], ['b', 'c']])
  const last = [commit.add('w', 'd', 5), commit.add('w', 'e', 5)]
  nearlyDone[0]?.()
  await finish()
  expect([await first, groups]).toEqual([yes, [['a'], ['b', 'c']]])
  await finish()
  expect(groups).toEqual([['a'], ['b', 'c'], ['d']])
  const drained = commit.drain()
  await finish()
  await finish()
  await drained
  expect(await Promise.all(last)).toEqual([yes, yes])
})

test('lanes do not wait for each other', async () => {
  const { groups, commit } = aCommit()
  void commit.add('w', 'a', 5)
  void commit.add('x', 'b', 5)
  expect(groups).toEqual([['a'], ['b']])
})

test('more waiting rows than the limit are busy, one large batch alone is not', async () => {
  const { finish, commit } = aCommit()
  void commit.add('w', 'a', 5)
  void commit.add('w', 'large', 20)
  expect(await commit.add('w', 'c', 1)).toEqual({ ok: false, code: 'busy', retryAfterS: 1 })
  await finish()
  const later = commit.add('w', 'd', 1)
  await finish()
  await finish()
  expect(await later).toEqual(yes)
})

test('a database that hangs: told to come again after the deadline, and what still waited is given up', async () => {
  const { groups, finish, commit } = aCommit()
  const answers = [commit.add('w', 'a', 5), commit.add('w', 'b', 5)]
  await vi.advanceTimersByTimeAsync(1000)
  const again: Stored = { ok: false, code: 'storage', retryAfterS: 5 }
  expect(await Promise.all(answers)).toEqual([again, again])
  await finish()
  expect(groups).toEqual([['a']])
})

test('drain waits for all', async () => {
  const { groups, finish, commit } = aCommit()
  void commit.add('w', 'a', 1)
  let drained = false
  const done = commit.drain().then(() => (drained = true))
  expect([groups, drained]).toEqual([[['a']], false])
  await finish()
  await done
  expect(drained).toBe(true)
})
