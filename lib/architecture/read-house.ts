import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ROOMS = ['app', 'components', 'drizzle', 'e2e', 'lib']
const CODE = /\.(ts|tsx|mjs)$/

/** `to` is a path from the root without its ending, `npm:<package>`, or `node:<module>`. */
export type Import = { to: string; typesOnly: boolean }
export type SourceFile = { path: string; text: string; lines: number; imports: readonly Import[]; isTest: boolean }

/** Reads a file of the project by its path from the root. */
export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Paths of everything that people wrote: the rooms, and the files beside them at the top. */
export function listFiles(): string[] {
  const inside = ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => posix.join(entry.parentPath.slice(ROOT.length), entry.name)),
  )
  const beside = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isFile())
  const all = [...inside, ...beside.map((entry) => entry.name)]
  return all.filter((path) => !/^drizzle\/migrations\/|^e2e\/results\/|^next-env\.d\.ts$/.test(path)).toSorted()
}

/** Every module of the house with what it imports. */
export function readHouse(): SourceFile[] {
  const files = listFiles()
    .filter((path) => CODE.test(path))
    .map((path) => ({ path, text: readText(path) }))
  const modules = files.map(({ path, text }) => {
    return { path, text, lines: countLines(text), imports: importsOf(path, text), isTest: false }
  })
  const tests = testPaths(modules)
  for (const module of modules) module.isTest = tests.has(module.path)
  return modules
}

export const withoutEnding = (path: string): string => path.replace(CODE, '')

const countLines = (text: string): number => text.trimEnd().split('\n').length

const STATEMENT = /^(?:import|export)\s+(?:([^'"`;]*?)\s*from\s+)?'([^'\n]+)'/gm
const DYNAMIC = /\bimport\(\s*'([^'\n]+)'/g

function importsOf(path: string, text: string): Import[] {
  const still = [...text.matchAll(STATEMENT)].map(([, clause = '', to = '']) => ({ to, typesOnly: isTypes(clause) }))
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, to = '']) => ({ to, typesOnly: false }))
  return [...still, ...dynamic].map(({ to, typesOnly }) => ({ to: resolve(path, to), typesOnly }))
}

/** `import type …`, or braces in which every name says `type`. */
function isTypes(clause: string): boolean {
  if (clause.startsWith('type ')) return true
  const names = /^\{([\s\S]*)\}$/.exec(clause.trim())?.[1]?.split(',') ?? []
  return names.length > 0 && names.every((name) => name.trim() === '' || name.trim().startsWith('type '))
}

function resolve(from: string, to: string): string {
  if (to.startsWith('@/')) return withoutEnding(to.slice(2))
  if (to.startsWith('.')) return withoutEnding(posix.join(posix.dirname(from), to))
  if (to.startsWith('node:')) return to
  return `npm:${to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/')}`
}

/** What Next itself begins with; that a test imports it as well makes it no test. */
const ENTRY = /^app\/(?:.*\/)?(?:page|layout|route|actions|loading|error|not-found|default)\.tsx?$/

/** Tests, and their helpers: what nobody but tests imports. */
function testPaths(modules: readonly SourceFile[]): Set<string> {
  const tests = new Set(modules.filter(({ path }) => /\.(test|spec)\.tsx?$|^lib\/test\//.test(path)).map((m) => m.path))
  const importers = new Map<string, string[]>()
  for (const { path, imports } of modules)
    for (const { to } of imports) importers.set(to, [...(importers.get(to) ?? []), path])
  for (let before = -1; before < tests.size;) {
    before = tests.size
    for (const { path } of modules) {
      const users = importers.get(withoutEnding(path)) ?? []
      if (ENTRY.test(path)) continue
      if (users.length > 0 && users.every((user) => tests.has(user))) tests.add(path)
    }
  }
  return tests
}
