import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { countReports } from './summary.mjs'

let folder: string
const folders: string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundings-summary-'))
  folders.push(folder)
})
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))))

const report = (name: string, value: object) => writeFile(join(folder, name), JSON.stringify(value))
const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
})

test('sums the runs of both runners', async () => {
  await report('vitest-1.json', {
    numPassedTests: 2,
    numFailedTests: 0,
    testResults: [file('passed', 'passed', 'passed')],
  })
  await report('vitest-2.json', {
    numPassedTests: 1,
    numFailedTests: 1,
    testResults: [file('failed', 'passed', 'failed')],
  })
  await report('playwright.json', { stats: { expected: 4, flaky: 1, unexpected: 2, skipped: 9 }, errors: [] })
  expect(countReports(folder)).toEqual({ passed: 8, failed: 3 })
})

test('a file that could not be loaded has no tests, and is a failure', async () => {
  await report('vitest-1.json', { numPassedTests: 0, numFailedTests: 0, testResults: [file('failed')] })
  await report('playwright.json', { stats: { expected: 0, flaky: 0, unexpected: 0 }, errors: [{ message: 'syntax' }] })
  expect(countReports(folder)).toEqual({ passed: 0, failed: 2 })
})

test('nothing reported is nothing passed', () => {
  expect(countReports(folder)).toEqual({ passed: 0, failed: 0 })
})
