import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Sums the JSON reports that vitest and Playwright left in a folder. Skipped tests are neither; a test file that
 * could not even be loaded is one failure; a test that passed at the second try passed.
 * @param {string} folder
 * @returns {{ passed: number, failed: number }}
 */
export function countReports(folder) {
  const total = { passed: 0, failed: 0 }
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const report = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    const { passed, failed } = 'stats' in report ? ofPlaywright(report) : ofVitest(report)
    total.passed += passed
    total.failed += failed
  }
  return total
}

function ofVitest(report) {
  const broken = report.testResults.filter((file) => file.status === 'failed' && !hasFailedTest(file))
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
}

function hasFailedTest(file) {
  return file.assertionResults.some((test) => test.status === 'failed')
}

function ofPlaywright({ stats, errors = [] }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length }
}
