import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countReports } from './summary.mjs'

/**
 * `npm test`: everything that can be proved on this machine, also when an earlier part failed, and one closing line.
 * @param tools of the bootstrap: how to run a program, build, and say something
 * @returns {Promise<number>} 0 when nothing failed
 */
export async function runAllTests({ root, run, buildIfStale, wasStopped, say }) {
  const folder = mkdtempSync(join(tmpdir(), 'soundings-reports-'))
  const env = { SOUNDINGS_REPORTS: folder }
  const node = (...args) => run(process.execPath, args, env)
  const total = { passed: 0, failed: 0 }

  async function part(title, act) {
    if (wasStopped()) return false
    say(`\n── ${title}`)
    const before = countReports(folder)
    const code = await act()
    const after = countReports(folder)
    // A part that fails without a failed test (a type error, a crash) counts as one.
    const failed = Math.max(after.failed - before.failed, code === 0 ? 0 : 1)
    total.passed += after.passed - before.passed
    total.failed += failed
    return failed === 0
  }

  try {
    await part('Types, lint, architecture, unit tests', () => run('npm', ['run', '--silent', 'verify'], env))
    const vitest = (project) =>
      node('node_modules/vitest/vitest.mjs', 'run', '--config', 'lib/vitest.config.ts', '--project', project)
    await part('Simulations and long properties', () => vitest('slow'))
    await part('Database and HTTP tests', () => vitest('database'))
    if (hasSpecs(join(root, 'e2e')) && (await part('Build', buildIfStale))) {
      await part('Browser tests', () => {
        env.PLAYWRIGHT_JSON_OUTPUT_FILE = join(folder, 'playwright.json')
        const config = ['-c', 'e2e/playwright.config.ts', '--reporter=list,json']
        return node('node_modules/playwright/cli.js', 'test', ...config)
      })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  say(`\n${total.passed} passed, ${total.failed} failed`)
  return total.failed > 0 || wasStopped() ? 1 : 0
}

function hasSpecs(folder) {
  return (
    existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'))
  )
}
