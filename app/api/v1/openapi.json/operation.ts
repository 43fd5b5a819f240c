import { z } from 'zod'
import { type KeyScope } from '@/lib/governance/core/schema'
import { type Permission } from '@/lib/kernel/permissions'

export type Method = 'get' | 'post' | 'patch' | 'delete'
export type Query = { about: string; schema: z.ZodType; required?: boolean }

/** One thing that can be asked for over HTTP. */
export type Operation = {
  method: Method
  /** As OpenAPI writes it: `/api/v1/flags/{key}`. */
  path: string
  room: string
  summary: string
  /** Scopes of keys that it takes; none: it is open to everybody. */
  scopes: readonly KeyScope[]
  /** A signed-in browser may ask as well. */
  cookie: boolean
  permission: Permission | null
  query: Readonly<Record<string, Query>>
  input: z.ZodType | null
  /** Media types of the input. */
  takes: readonly string[]
  /** Members of the input that the address says. */
  addressed: readonly string[]
  /** Shape of a JSON answer; null: the answer is no JSON of ours. */
  answer: z.ZodType | null
  /** Media type of the answer. */
  gives: string
  status: number
  refusals: readonly number[]
}

type More = Partial<Omit<Operation, 'method' | 'path' | 'room' | 'summary' | 'answer'>>
/** What a command says about itself; commands that are made for each call are named by both parts. */
type Verb = { permission: Permission; input: z.ZodType }

const JSON_TYPE = 'application/json'

const missing = (path: string): number[] => (path.includes('{') ? [404] : [])

/** The helpers of one room's table. Refusals are those of the gate, unless an entry says more. */
export function room(name: string) {
  const blank = { room: name, query: {}, input: null, addressed: [], status: 200, takes: [], gives: JSON_TYPE } as const
  return {
    /** A GET of REST: by an admin key or the cookie of a browser. */
    read: (how: `GET ${string}`, summary: string, answer: z.ZodType | null, more: More = {}): Operation => ({
      ...blank,
      ...placeOf(how),
      summary,
      answer,
      scopes: ['admin'],
      cookie: true,
      permission: 'workspace.read',
      refusals: [401, 403, ...missing(how), 422, 503],
      ...more,
    }),
    /** A change of REST: one command, by an admin key alone. */
    act: (
      how: `${'POST' | 'PATCH' | 'DELETE'} ${string}`,
      summary: string,
      verb: Verb,
      answer: z.ZodType,
      more: More = {},
    ): Operation => {
      return {
        ...blank,
        ...placeOf(how),
        summary,
        answer,
        scopes: ['admin'],
        cookie: false,
        permission: verb.permission,
        input: verb.input,
        takes: [JSON_TYPE],
        refusals: [401, 403, ...missing(how), 409, 413, 415, 422, 503],
        ...more,
      }
    },
    /** A door that is no command: of clients, collectors and senders of webhooks. */
    door: (
      how: `${'GET' | 'POST'} ${string}`,
      summary: string,
      answer: z.ZodType | null,
      more: More & Pick<Operation, 'scopes' | 'refusals'>,
    ): Operation => {
      return { ...blank, ...placeOf(how), summary, answer, cookie: false, permission: null, ...more }
    },
  }
}

const METHODS: Readonly<Record<string, Method>> = { GET: 'get', POST: 'post', PATCH: 'patch', DELETE: 'delete' }

function placeOf(how: string): { method: Method; path: string } {
  const [name = '', path = ''] = how.split(' ')
  const method = METHODS[name]
  if (!method) throw new Error(`${how} begins with no method of ours`)
  return { method, path }
}

/** A list as REST tells it. */
export const listOf = (item: z.ZodType) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })

const Limit = z.coerce.number().int().min(1).max(500).default(100)
/** The query of every list that has pages. */
export const PAGE: Readonly<Record<string, Query>> = {
  limit: { about: 'How many at most.', schema: Limit },
  cursor: { about: '`nextCursor` of the page before.', schema: z.string() },
}

/** What a path's parameters mean, where their name does not say it. */
export const text = (about: string, more: Partial<Query> = {}): Query => ({ about, schema: z.string(), ...more })
