import { describe, expect, test } from 'vitest'
import { declaredVerbs, effects, emittedEvents, handledEvents, handMadeLinks } from './architecture/declarations'
import { importRefusal } from './architecture/import-table'
import { listFiles, readHouse, readText } from './architecture/read-house'
import { capabilities } from './kernel/permissions'

const house = readHouse()
const source = house.filter((file) => !file.isTest && !file.path.startsWith('lib/architecture'))
const manifest = JSON.parse(readText('package.json'))
const packages: Record<string, string> = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
}

describe('imports', () => {
  test.each([
    ['lib/rollouts/core/decide.ts', 'lib/platform/command'],
    ['lib/rollouts/core/decide.ts', 'lib/flags/core/evaluator'],
    ['lib/rollouts/core/decide.ts', 'node:crypto'],
    ['lib/flags/core/schema.ts', 'lib/rollouts/core/schema'],
    ['lib/flags/server/publish.ts', 'lib/telemetry/server/contract'],
    ['lib/rollouts/server/verbs.ts', 'lib/flags/server/publish'],
    ['lib/rollouts/server/verbs.ts', 'drizzle/schema/flags'],
    ['lib/platform/audit.ts', 'lib/governance/server/people'],
    ['lib/platform/audit.ts', 'drizzle/schema/governance'],
    ['components/rollouts/track.tsx', 'lib/rollouts/server/reads'],
    ['components/rollouts/track.tsx', 'lib/analysis/core/schema'],
    ['components/ui/button.tsx', 'npm:postgres'],
    ['app/(room)/rollouts/page.tsx', 'lib/rollouts/server/contract'],
    ['app/(room)/rollouts/page.tsx', 'drizzle/schema/rollouts'],
    ['lib/cli/main.ts', 'lib/platform/database'],
    ['lib/newroom/thing.ts', 'lib/kernel/id'],
  ])('%s is kept from %s', (path, to) => {
    expect(importRefusal({ path, isTest: false }, { to, typesOnly: false })).toContain(path)
  })

  test('go downward only', () => {
    const refused = house.flatMap((file) => file.imports.map((one) => importRefusal(file, one)))
    expect(refused.filter((sentence) => sentence !== null)).toEqual([])
  })

  test('name packages that package.json has, each at one exact version', () => {
    const wanted = house.flatMap(({ path, imports }) =>
      imports.filter(({ to }) => to.startsWith('npm:')).map(({ to }) => ({ path, name: to.slice('npm:'.length) })),
    )
    expect(wanted.filter(({ name }) => !(name in packages))).toEqual([])
    expect(Object.entries(packages).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })
})

test('the core knows no clock, no chance, no environment, no promise', () => {
  const pure = source.filter(({ path }) => /^lib\/(kernel|statistics|\w+\/core)\//.test(path))
  expect(pure.length).toBeGreaterThan(50)
  expect(pure.flatMap(({ path, text }) => effects(text).map((effect) => `${path}: ${effect}`))).toEqual([])
})

test('links come from paths', () => {
  const linking = source.filter(({ path }) => path !== 'lib/kernel/paths.ts' && !path.startsWith('e2e/'))
  expect(linking.flatMap(({ path, text }) => handMadeLinks(text).map((link) => `${path}: ${link}`))).toEqual([])
})

test('what Next begins with is no test, though tests ask it too', () => {
  const routes = house.filter(({ path }) => /^app\/.*\/route\.ts$/.test(path))
  expect(routes.length).toBeGreaterThan(50)
  expect(routes.filter(({ isTest }) => isTest).map(({ path }) => path)).toEqual([])
})

describe('commands', () => {
  const files = source.filter(({ path }) => path !== 'lib/platform/command.ts')
  const declared = files.map(({ path, text }) => declaredVerbs(path, text)).filter(({ calls }) => calls > 0)
  const verbs = declared.flatMap((file) => file.verbs)

  test('each says its name and its permission first', () => {
    expect(declared.filter((file) => file.calls !== file.verbs.length)).toEqual([])
    expect(verbs.length).toBeGreaterThan(5)
  })
  test('names read <object>.<verb> and are not used twice', () => {
    expect(verbs.filter(({ name }) => !/^[a-z-]+\.([a-z-]+|\$\{\w+\})$/.test(name))).toEqual([])
    expect(new Set(verbs.map(({ name }) => name)).size).toBe(verbs.length)
  })
  test('permissions are in the table of capabilities', () => {
    expect(verbs.filter(({ permission }) => !isKnown(permission))).toEqual([])
  })
})

/** A permission written with a hole, as `rollout.${verb}`, stands for all that fit; the compiler checks each. */
function isKnown(permission: string): boolean {
  const [start = '', hole] = permission.split('${')
  return Object.keys(capabilities).some((known) => (hole ? known.startsWith(start) : known === permission))
}

test('every event that is told has a handler', () => {
  const handled = new Set(source.flatMap(({ text }) => handledEvents(text)))
  const told = new Set(source.filter(({ path }) => /\/server\//.test(path)).flatMap(({ text }) => emittedEvents(text)))
  expect(told.size).toBeGreaterThan(0)
  expect([...told].filter((name) => !handled.has(name))).toEqual([])
})

test('files are small: 80 lines in the median, never over 400', () => {
  const lengths = source.map(({ lines }) => lines).toSorted((a, b) => a - b)
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80)
  expect(house.filter(({ lines }) => lines > 400).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
})

test('nothing names a folder of somebody’s machine, and the lock file no registry', () => {
  const personal = /(?<![\w.])\/(?:home|Users|root|work)\/[\w.-]+/
  const written = listFiles().filter((path) => /\.(ts|tsx|mjs|css|md|json|ya?ml)$|^[A-Z]\w+$/.test(path))
  expect(written.filter((path) => personal.test(readText(path)))).toEqual([])
  expect(readText('package-lock.json')).not.toMatch(/"resolved":/)
})
