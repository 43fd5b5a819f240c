import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { TRIAGE_VERBS } from '@/lib/feedback/core/schema'
import { incidentVerbs } from '@/lib/incidents/server/verbs'
import { VERBS } from '@/lib/rollouts/core/schema'
import { openApiDocument, type DocumentedOperation } from './document'
import { operations } from './operations'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Routes that are no operation: Auth.js’ own protocol, and the answer to addresses that nobody knows. */
const APART = new Set(['app/api/auth/[...nextauth]', 'app/api/v1/[...unknown]'])
/** Words that a route knows by a table instead of by name. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  isVerb: VERBS,
  isTriageVerb: TRIAGE_VERBS,
  isIncidentWord: Object.keys(incidentVerbs),
}

const routes = readdirSync(join(ROOT, 'app/api'), { recursive: true, withFileTypes: true })
  .filter(({ name }) => name === 'route.ts')
  .map(({ parentPath }) => posix.relative(ROOT, parentPath))
  .filter((folder) => !APART.has(folder))

/** `GET /api/v1/flags/{}`: names of parameters are told apart by nobody but people. */
const door = (method: string, path: string): string => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '{}')}`
const documented = operations.map(({ method, path }) => door(method, path))

/** What a route's file answers to, a line each; the last part of `…/[word]` is written out. */
function answered(folder: string): string[] {
  const text = read(`${folder}/route.ts`)
  const path = folder.slice('app'.length).replaceAll(/\[(\w+)\]/g, '{$1}')
  const exported = [...text.matchAll(/^export (?:const|function|async function) (GET|POST|PUT|PATCH|DELETE)\b/gm)]
  const renamed = [...text.matchAll(/\bas (GET|POST|PUT|PATCH|DELETE)\b/g)]
  return [...exported, ...renamed].flatMap((found, i) => {
    const method = found[1] ?? ''
    if (!path.endsWith('/{word}')) return [door(method, path.replace('{document}', '{environment}.json'))]
    const body = text.slice(found.index, exported[i + 1]?.index)
    return wordsIn(body).map((word) => door(method, path.replace('{word}', word)))
  })
}

function wordsIn(body: string): string[] {
  const named = [...body.matchAll(/\bword [!=]== '([\w-]+)'|\bcase '([\w-]+)':/g)].map(([, a, b]) => a ?? b ?? '')
  const tables = Object.entries(TABLES).flatMap(([guard, words]) => (body.includes(`${guard}(word)`) ? words : []))
  return [...new Set([...named, ...tables])]
}

/** Paths that the gateway answers by itself, as its table and the tables behind it write them. */
function gatewayPaths(): string[] {
  const table = read('lib/server/hot-routes.ts')
  const parts = ['flags/server/flag-routes', 'feedback/server/receive-webhook', 'telemetry/server/provider-path']
  const behind = parts.map((part) => read(`lib/${part}.ts`)).join('\n')
  const plain = [...`${table}\n${behind}`.matchAll(/'(\/[a-z][\w./-]*)'/g)].map(([, path = '']) => path)
  const patterns = [...behind.matchAll(/\/\^((?:\\\/|[^/\n])+)\$\//g)].map(([, source = '']) =>
    source.replaceAll(/\([^)]*\)/g, '{}').replaceAll('\\', ''),
  )
  const keyed = behind.includes('evaluateFlag(') ? ['/ofrep/v1/evaluate/flags/{}'] : []
  return [...new Set([...plain, ...patterns, ...keyed])].toSorted()
}

describe('the table of operations', () => {
  test('has every route and method of REST, and no other', () => {
    const there = routes.flatMap(answered).toSorted()
    expect(there.length).toBeGreaterThan(100)
    const rest = documented.filter((one) => / \/api\/(?:v1|flags)\//.test(one)).toSorted()
    expect(rest).toEqual(there)
  })
  test('has every door of the gateway, and no other', () => {
    const doors = operations.map(({ path }) => path).filter((path) => !path.startsWith('/api/v1/'))
    expect(doors.map((path) => path.replaceAll(/\{\w+\}/g, '{}')).toSorted()).toEqual(gatewayPaths())
  })
  test('has no door twice', () => {
    expect(documented.filter((one, i) => documented.indexOf(one) !== i)).toEqual([])
  })
  test('says every query parameter that its route reads by name', () => {
    const missing = routes.flatMap((folder) => {
      const asked = [...read(`${folder}/route.ts`).matchAll(/query\.get\('(\w+)'\)/g)].map(([, name = '']) => name)
      const path = folder.slice('app'.length).replaceAll(/\[(\w+)\]/g, '{$1}')
      const prefix = path.endsWith('/{word}') ? path.slice(0, -'{word}'.length) : path
      const said = operations.filter((one) => (prefix === path ? one.path === path : one.path.startsWith(prefix)))
      return asked.filter((name) => !said.some(({ query }) => name in query)).map((name) => `${path}: ${name}`)
    })
    expect(missing).toEqual([])
  })
})

describe('the document', () => {
  const document = openApiDocument()
  const all: [path: string, operation: DocumentedOperation][] = Object.entries(document.paths).flatMap(
    ([path, methods]) => Object.values(methods).map((one): [string, DocumentedOperation] => [path, one]),
  )

  test('is OpenAPI 3.1 and holds every operation', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(all).toHaveLength(operations.length)
  })
  test('every reference leads somewhere', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)]
    expect(refs.length).toBeGreaterThan(500)
    const { schemas, responses } = document.components
    const known: Readonly<Record<string, object>> = { schemas, responses }
    expect(refs.filter(([, kind = '', name = '']) => !(name in (known[kind] ?? {}))).map(([ref]) => ref)).toEqual([])
    expect(JSON.stringify(document)).not.toMatch(/"\$ref":"(?!#\/components\/)/)
  })
  test('every component is used, and has a name for people', () => {
    const text = JSON.stringify(document)
    const names = Object.keys(document.components.schemas)
    expect(names.filter((name) => !text.includes(`"#/components/schemas/${name}"`))).toEqual([])
    expect(names.filter((name) => !/^[A-Z][A-Za-z0-9]*$/.test(name))).toEqual([])
  })
  test('operation ids are unique words', () => {
    const ids = all.map(([, { operationId }]) => operationId)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i || !/^[a-z][A-Za-z0-9]+$/.test(id))).toEqual([])
  })
  test('every parameter of a path is described, and every other one too', () => {
    for (const [path, { parameters }] of all) {
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    }
    const mute = all.filter(([, { parameters }]) => parameters.some(({ description }) => description === ''))
    expect(mute.map(([path]) => path)).toEqual([])
  })
  test('every operation says who may, what it answers and how it refuses', () => {
    const faulty = all.filter(([, { summary, description, responses, security }]) => {
      const codes = Object.keys(responses)
      const isRefused = security.length === 0 || codes.includes('401')
      const isOne = codes.filter((code) => code.startsWith('2')).length === 1
      return summary.length < 3 || !/^[A-Z].*\.$/.test(description) || !isOne || !isRefused
    })
    expect(faulty.map(([, { operationId }]) => operationId)).toEqual([])
  })
  test('what the address says is not asked for again', () => {
    const wrong = operations.filter(({ addressed, input }) => {
      const shape = input && 'shape' in input ? Object.keys(Object(input.shape)) : []
      return addressed.some((name) => !shape.includes(name))
    })
    expect(wrong.map(({ path }) => path)).toEqual([])
    const approve = document.paths['/api/v1/rollouts/{id}/approve']?.['post']?.requestBody
    const members = Object.keys(Object(approve?.content['application/json']?.schema['properties']))
    expect(members).toEqual(expect.arrayContaining(['expectedVersion', 'evidenceHash']))
    expect(members).not.toContain('rolloutId')
  })
})
