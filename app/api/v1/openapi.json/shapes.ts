import { z } from 'zod'
import { namedSchemas } from './names'
import { type Operation } from './operation'

export type Shape = { readonly [key: string]: unknown }
export type Shapes = {
  /** By name, for `#/components/schemas`. */
  components: Readonly<Record<string, Shape>>
  of(schema: z.ZodType, side: Side): Shape
}
/** What senders write, and what they are answered: defaults are filled in between. */
type Side = 'input' | 'output'

const REF = '#/components/schemas/'
const SHARED = '__shared'

/** JSON Schemas of everything that the operations take and give, with what has a name pulled out. */
export function shapesOf(operations: readonly Operation[]): Shapes {
  const answers = operations.flatMap(({ answer }) => answer ?? [])
  const inputs = operations.flatMap(({ input, query }) => [
    ...(input ? [input] : []),
    ...Object.values(query).map(({ schema }) => schema),
  ])
  const sides = { input: convert(inputs, 'input'), output: convert(answers, 'output') }
  const differs = differing(sides)
  const nameOn = (side: Side) => (name: string) => {
    if (name.startsWith(SHARED)) return 'JsonValue'
    return side === 'input' && differs.has(name) && !name.endsWith('Input') ? `${name}Input` : name
  }
  const components: Record<string, Shape> = {}
  for (const side of ['input', 'output'] as const) {
    for (const [name, shape] of sides[side].named) components[nameOn(side)(name)] = renamed(shape, nameOn(side))
  }
  const of: Shapes['of'] = (schema, side) => {
    const { named, inline, nameOf } = sides[side]
    const name = nameOf.get(schema)
    if (name !== undefined && named.has(name)) return { $ref: REF + nameOn(side)(name) }
    const shape = inline.get(schema)
    if (!shape) throw new Error('a schema of an operation was not converted')
    return renamed(shape, nameOn(side))
  }
  return { components, of }
}

type Converted = {
  named: ReadonlyMap<string, Shape>
  inline: ReadonlyMap<z.ZodType, Shape>
  nameOf: ReadonlyMap<z.ZodType, string>
}

function convert(wanted: readonly z.ZodType[], side: Side): Converted {
  const registry = z.registry<{ id: string }>()
  const nameOf = new Map<z.ZodType, string>()
  for (const [name, schema] of namedSchemas()) {
    // What is only written has no other side: some of it is made into something else on the way in.
    if (side === 'output' && name.endsWith('Input') && !wanted.includes(schema)) continue
    nameOf.set(schema, name)
    registry.add(schema, { id: name })
  }
  const inlineIds = new Map<z.ZodType, string>()
  for (const schema of new Set(wanted)) {
    if (nameOf.has(schema)) continue
    inlineIds.set(schema, `inline-${inlineIds.size}`)
    registry.add(schema, { id: inlineIds.get(schema) ?? '' })
  }
  const { schemas } = z.toJSONSchema(registry, { io: side, uri: (id) => REF + id })
  const all = new Map(Object.entries(schemas).map(([id, shape]) => [id, bare(shape, side)]))
  const inline = new Map([...inlineIds].map(([schema, id]) => [schema, all.get(id) ?? {}]))
  const roots = wanted.flatMap((schema) => nameOf.get(schema) ?? [])
  const reached = closure([...roots, ...[...inline.values()].flatMap(refsIn)], (name) => all.get(name))
  const named = new Map(
    [...reached].map((name) => [name, name.startsWith(SHARED) ? JSON_VALUE : (all.get(name) ?? {})]),
  )
  return { named, inline, nameOf }
}

/** Names of what is spoken of somewhere, by itself or inside of something else. */
export const reachedFrom = (spoken: unknown, { components }: Shapes): ReadonlySet<string> =>
  closure(refsIn(spoken), (name) => components[name])

function closure(names: Iterable<string>, shapeOf: (name: string) => unknown): Set<string> {
  const reached = new Set<string>()
  const walk = (next: Iterable<string>): void => {
    for (const name of next) {
      if (reached.has(name)) continue
      reached.add(name)
      walk(refsIn(shapeOf(name)))
    }
  }
  walk(names)
  return reached
}

/** Any JSON value: what zod writes out as a union of itself. */
const JSON_VALUE: Shape = { description: 'Any JSON value.' }

/** Without what only a document of its own needs. Answers may grow members, so they are not closed. */
function bare(shape: unknown, side: Side): Shape {
  const {
    $schema: _,
    $id: __,
    ...rest
  } = JSON.parse(JSON.stringify(shape), (key, value: unknown) =>
    side === 'output' && key === 'additionalProperties' && value === false ? undefined : value,
  )
  return rest
}

const refsIn = (shape: unknown): string[] =>
  [...(JSON.stringify(shape) ?? '').matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name)

const renamed = (shape: Shape, name: (name: string) => string): Shape =>
  JSON.parse(JSON.stringify(shape), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? REF + name(value.slice(REF.length)) : value,
  )

/** Names that are written otherwise than they are answered, by themselves or by something inside. */
function differing({ input, output }: Record<Side, Converted>): ReadonlySet<string> {
  const both = [...input.named.keys()].filter((name) => output.named.has(name))
  const found = new Set(
    both.filter((name) => JSON.stringify(input.named.get(name)) !== JSON.stringify(output.named.get(name))),
  )
  for (let before = -1; before < found.size;) {
    before = found.size
    for (const name of both) if (refsIn(input.named.get(name)).some((ref) => found.has(ref))) found.add(name)
  }
  return found
}
