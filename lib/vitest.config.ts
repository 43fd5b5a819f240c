import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
/** `npm test` sums what several runs report in this folder. */
const reports = process.env['SOUNDINGS_REPORTS']
const ROOMS = '{lib,drizzle,components,app}/**'

/**
 * `unit` needs nothing but Node and is quick; `slow` (`*.slow.test.ts`: simulations, whole programs) likewise but takes
 * its time, so `npm run verify` leaves it to `npm test`; `database` (`*.db.test.ts`) gets a Postgres from its global setup.
 */
export default defineConfig({
  root,
  resolve: { alias: { '@': root.replace(/\/$/, '') } },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    reporters: reports ? ['default', ['json', { outputFile: `${reports}/vitest-${process.pid}.json` }]] : ['default'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: [`${ROOMS}/*.test.{ts,tsx}`], exclude: ['**/*.{db,slow}.test.ts'] },
      },
      { extends: true, test: { name: 'slow', include: [`${ROOMS}/*.slow.test.ts`], testTimeout: 180_000 } },
      {
        extends: true,
        test: { name: 'database', include: [`${ROOMS}/*.db.test.ts`], globalSetup: 'lib/test/database-setup.ts' },
      },
    ],
  },
})
