import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoFile, readDemo, seedDemo } from '@/drizzle/seed/demo'
import { PASSWORD } from '@/drizzle/seed/harbor'
import { MOMENT_WORDS } from '@/drizzle/seed/moments'
import { ensurePolicies } from '@/lib/analysis/server/policies'
import { createEnvironment, publishRevision } from '@/lib/flags/server/contract'
import { authSecret } from '@/lib/governance/server/secrets'
import { isFirstRun, setupCode } from '@/lib/governance/server/first-run'
import { ensureFirstStart, type FirstStartAnswer } from '@/lib/governance/server/setup'
import { paths } from '@/lib/kernel/paths'
import { type Log } from '@/lib/platform/log'
import { openRuntime, type Runtime } from '@/lib/platform/runtime'
import { type Config } from './config'
import { handlers } from './handlers'

export type Prepared = { authSecret: string | null; greeting: ((url: string) => string) | null }

/** Makes a migrated database usable: the demo, or workspace, admin, environments and keys of a first start. */
export async function prepare(config: Config, url: string, log: Log): Promise<Prepared> {
  const runtime = { ...openRuntime(url, 'prepare', { max: 4, handlers }), log }
  try {
    const greeting = config.demo ? await prepareDemo(runtime, config) : await prepareHouse(runtime, config)
    return { authSecret: await authSecret(runtime), greeting }
  } finally {
    await runtime.database.close()
  }
}

async function prepareDemo(runtime: Runtime, { dataDir, moment, seed }: Config): Promise<(url: string) => string> {
  await seedDemo(runtime, { dataDir, seed, moment, say: (line) => process.stdout.write(`${line}\n`) })
  const file = demoFile(dataDir)
  return (url) => {
    const demo = readDemo(dataDir)
    writeFileSync(file, `${JSON.stringify({ ...demo, url }, null, 2)}\n`, { mode: 0o600 })
    const people = demo.users.map(({ email, role }) => `    ${role.padEnd(10)}${email}`).join('\n')
    return `\n  Soundings with Harbor Travel, a sample workspace\n\n  ${url}\n  sign in as  ${demo.users[0]?.email}\n  password    ${PASSWORD}\n\n  Everybody has this password:\n${people}\n\n  Keys for your own app are in ${file}.\n  ${MOMENT_WORDS[demo.at]}\n  Other moments of the story: npm run demo -- --at calm|burning|after, each in a data folder of its own.\n\n`
  }
}

async function prepareHouse(runtime: Runtime, config: Config): Promise<((url: string) => string) | null> {
  const wishes = {
    adminEmail: process.env['SOUNDINGS_ADMIN_EMAIL'] || undefined,
    adminPassword: process.env['SOUNDINGS_ADMIN_PASSWORD'] || undefined,
  }
  if (!wishes.adminEmail && !wishes.adminPassword) return invitation(runtime)
  const answer = await ensureFirstStart(runtime, wishes, {
    createEnvironment: async (tx, input, now) => {
      const environment = await createEnvironment(tx, input, now)
      await publishRevision(tx, { workspaceId: input.workspaceId, environmentId: environment.id }, now)
      return environment
    },
    finish: (tx, workspaceId, now) => ensurePolicies(tx, workspaceId, [], now),
  })
  if (!answer.created) return (url) => `\n  Soundings is at ${url}\n\n`
  const file = join(config.dataDir, 'first-start.json')
  return (url) => welcome(url, file, answer)
}

/** Nobody was named as admin: whoever reads the terminal sets the house up in the browser. */
async function invitation(runtime: Runtime): Promise<(url: string) => string> {
  if (!(await isFirstRun(runtime))) return (url) => `\n  Soundings is at ${url}\n\n`
  const code = await setupCode(runtime.database.db)
  return (url) =>
    `\n  Soundings is ready to be set up\n\n  ${url}${paths.firstRun(code)}\n\n  Setup code  ${code}\n  Without a browser: set SOUNDINGS_ADMIN_EMAIL and SOUNDINGS_ADMIN_PASSWORD and start again.\n\n`
}

/** Keys go to a file that only its owner can read; the password is on the screen once. */
function welcome(url: string, file: string, answer: Extract<FirstStartAnswer, { created: true }>): string {
  const { environments, keys, admin } = answer
  writeFileSync(file, `${JSON.stringify({ url, admin: { email: admin.email }, environments, keys }, null, 2)}\n`, {
    mode: 0o600,
  })
  return `\n  Soundings is ready\n\n  ${url}\n  sign in as  ${admin.email}\n  password    ${admin.password}   (shown once)\n\n  API keys are in ${file}. Move them to your secret store and remove the file.\n\n`
}
