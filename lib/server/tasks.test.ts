import { parseCrontab } from 'graphile-worker'
import { expect, test } from 'vitest'
import { openRuntime } from '@/lib/platform/runtime'
import { crontab, tasks } from './tasks'

test('the timetable can be read, and each of its lines names a task', () => {
  // Connects to nothing until it is asked something.
  const known = Object.keys(tasks(openRuntime('postgres://localhost:1/none', 'test', { max: 1 })))
  const timed = parseCrontab(crontab).map(({ task }) => task)
  expect(timed).toHaveLength(crontab.split('\n').length)
  expect(known).toEqual(expect.arrayContaining(timed))
})
