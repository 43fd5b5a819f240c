import { operations } from './operations'
import { type Operation, type Query } from './operation'
import { reachedFrom, shapesOf, type Shape, type Shapes } from './shapes'
import { Problem } from './views-house'

export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description: string
  schema: Shape
}
export type DocumentedOperation = {
  operationId: string
  tags: string[]
  summary: string
  description: string
  security: Record<string, string[]>[]
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Record<string, { schema: Shape }> }
  responses: Record<string, Answer | { $ref: string }>
  'x-permission'?: string
}
type Answer = { description: string; content?: Record<string, { schema: Shape }> }
export type OpenApi = {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } }
  servers: { url: string }[]
  tags: { name: string }[]
  paths: Record<string, Record<string, DocumentedOperation>>
  components: {
    schemas: Record<string, Shape>
    responses: Record<string, Answer>
    securitySchemes: Record<string, Shape>
  }
}

/** The whole public contract as OpenAPI 3.1, made from the very schemas that the doors parse with. */
export function openApiDocument(): OpenApi {
  const shapes = shapesOf([...operations, PROBLEM])
  const paths: OpenApi['paths'] = {}
  for (const operation of operations) {
    const item = (paths[operation.path] ??= {})
    item[operation.method] = documented(operation, shapes)
  }
  const responses = Object.fromEntries(Object.keys(REFUSALS).map((code) => [code, refusal(Number(code), shapes)]))
  const used = reachedFrom([paths, responses], shapes)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Soundings',
      version: '1',
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map(({ room }) => room))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(shapes.components).filter(([name]) => used.has(name))),
      responses,
      securitySchemes: SECURITY,
    },
  }
}

const ABOUT = [
  'Send a key as `Authorization: Bearer <key>`. Lists answer `{items, nextCursor}`; give `nextCursor` back as `cursor`.',
  'Objects that people call by a name (`RO-142`, `INC-37`, `FB-1042`, `CL-31`) are found by it as well as by their id.',
  'A change may carry an `Idempotency-Key`: sent again with the same body within a day, it is done once.',
  'A refusal is a problem (RFC 9457) whose `code` is a word that stays; `remedy` says what would make it a yes.',
].join('\n\n')

const SECURITY: Record<string, Shape> = {
  key: { type: 'http', scheme: 'bearer', description: 'An API key; each operation names the scopes that it takes.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'authjs.session-token',
    description: 'A signed-in browser; reads only.',
  },
}

/** Carries the shape of a refusal into the document. */
const PROBLEM: Operation = {
  method: 'get',
  path: '',
  room: '',
  summary: '',
  scopes: [],
  cookie: false,
  permission: null,
  query: {},
  input: null,
  takes: [],
  addressed: [],
  answer: Problem,
  gives: 'application/problem+json',
  status: 200,
  refusals: [],
}

function documented(operation: Operation, shapes: Shapes): DocumentedOperation {
  const { method, path, room, summary, scopes, cookie, permission, answer, gives, status } = operation
  const schema = answer ? shapes.of(answer, 'output') : { type: 'string' }
  const body = bodyOf(operation, shapes)
  const security: Record<string, string[]>[] = [
    ...(scopes.length > 0 ? [{ key: [...scopes] }] : []),
    ...(cookie ? [{ session: [] }] : []),
  ]
  return {
    operationId: `${method}${path.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next: string = '') => next.toUpperCase())}`,
    tags: [room],
    summary,
    description: whoMay(operation),
    security,
    parameters: [...pathParameters(path), ...queryParameters(operation.query, shapes), ...headers(operation)],
    ...(body ? { requestBody: body } : {}),
    responses: {
      [status]: { description: 'Done.', content: { [gives]: { schema } } },
      ...Object.fromEntries(operation.refusals.map((code) => [code, { $ref: `#/components/responses/${code}` }])),
    },
    ...(permission ? { 'x-permission': permission } : {}),
  }
}

function whoMay({ scopes, cookie, permission }: Operation): string {
  const keys = scopes.length > 0 ? `A key of scope ${scopes.join(' or ')}` : ''
  const who = [keys, cookie ? 'a signed-in browser' : ''].filter(Boolean).join(', or ')
  const needs = permission ? ` whose role allows \`${permission}\`` : ''
  return who === '' ? 'Open to everybody.' : `${who.charAt(0).toUpperCase()}${who.slice(1)}${needs}.`
}

/** The input without what the address says already. */
function bodyOf({ input, takes, addressed }: Operation, shapes: Shapes): DocumentedOperation['requestBody'] {
  if (!input) return undefined
  const whole = shapes.of(input, 'input')
  const schema = addressed.length === 0 ? whole : without(resolved(whole, shapes), addressed)
  const { properties, required } = resolved(schema, shapes)
  const isEmpty = typeof properties === 'object' && properties !== null && Object.keys(properties).length === 0
  if (isEmpty) return undefined
  const needed = !Array.isArray(required) || required.length > 0
  return { required: needed, content: Object.fromEntries(takes.map((type) => [type, { schema }])) }
}

function resolved(shape: Shape, { components }: Shapes): Shape {
  const ref = typeof shape['$ref'] === 'string' ? shape['$ref'].split('/').at(-1) : undefined
  return ref === undefined ? shape : (components[ref] ?? shape)
}

function without(shape: Shape, members: readonly string[]): Shape {
  const { properties, required, ...rest } = shape
  const isSaid = (name: string): boolean => members.includes(name)
  const left = Array.isArray(required) ? required.filter((name) => !isSaid(String(name))) : []
  return {
    ...rest,
    properties: Object.fromEntries(Object.entries(properties ?? {}).filter(([name]) => !isSaid(name))),
    required: left,
  }
}

const PATH_WORDS: Readonly<Record<string, string>> = {
  id: 'Id of the object; rollouts, incidents, items and clusters also by the name that people say, such as `RO-142`.',
  key: 'Key, as it is written in code.',
  environment: 'Key of the environment.',
  source: 'Id of the source.',
  attachmentId: 'Id of the picture.',
}

function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    return { name, in: 'path', required: true, description: PATH_WORDS[name] ?? '', schema: { type: 'string' } }
  })
}

function queryParameters(query: Readonly<Record<string, Query>>, shapes: Shapes): Parameter[] {
  return Object.entries(query).map(([name, { about, schema, required = false }]) => {
    return { name, in: 'query', required, description: about, schema: shapes.of(schema, 'input') }
  })
}

/** REST's changes are commands; the other doors tell twice-sent things by ids of their own. */
const headers = ({ scopes, method }: Operation): Parameter[] =>
  method === 'get' || !scopes.includes('admin')
    ? []
    : [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'Sent again with the same body, it is done once.',
          schema: { type: 'string', minLength: 1, maxLength: 200 },
        },
      ]

const REFUSALS: Readonly<Record<number, string>> = {
  304: 'As it was when last asked.',
  400: 'The body cannot be read.',
  401: 'No key, or one that is not known.',
  403: 'The key’s scope or role does not allow it.',
  404: 'There is no such object here.',
  409: 'How things are says no; `code` says which rule.',
  413: 'Too large.',
  415: 'Not in this encoding or media type.',
  422: 'The input has a wrong form; `field` says where.',
  428: 'Say which version you decided about.',
  429: 'Too much at once; `Retry-After` says when.',
  503: 'The database is away; `Retry-After` says when.',
}

function refusal(code: number, shapes: Shapes): Answer {
  const description = REFUSALS[code] ?? ''
  return code === 304
    ? { description }
    : { description, content: { 'application/problem+json': { schema: shapes.of(Problem, 'output') } } }
}
