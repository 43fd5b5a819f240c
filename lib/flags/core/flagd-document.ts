import { z } from 'zod'
import type { Json } from '@/lib/kernel/hash'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { LOGIC_DEPTH_MAX } from './logic'

/** Metadata as clients accept it: other types they would drop. */
export const Metadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
export type Metadata = z.infer<typeof Metadata>

/** Parts that JSON.parse has just made: JSON by construction, so not walked a second time. */
const parsedJson = z.custom<Json>()

const Flag = z
  .object({
    state: z.enum(['ENABLED', 'DISABLED']),
    variants: z.record(z.string(), parsedJson),
    defaultVariant: z.string().nullish(),
    targeting: z.record(z.string(), parsedJson).nullish(),
    metadata: Metadata.optional(),
  })
  .refine((flag) => !flag.defaultVariant || Object.hasOwn(flag.variants, flag.defaultVariant), {
    error: 'the default variant is not among the variants',
  })

const Document = z.object({
  metadata: Metadata.optional(),
  $evaluators: z.record(z.string(), parsedJson).optional(),
  flags: z.record(z.string(), Flag),
})

/** A flag as flagd sees it: references resolved, set metadata merged under its own; no targeting means static. */
export type FlagdFlag = {
  key: string
  state: 'ENABLED' | 'DISABLED'
  variants: ReadonlyMap<string, Json>
  defaultVariant: string | null
  targeting: Json | null
  metadata: Metadata
}
export type FlagdDocument = { metadata: Metadata; flags: FlagdFlag[] }

/** Reads a flagd document (object form). Refuses what would leave any flag without a meaning; rules are judged later. */
export function readFlagdDocument(text: string): Outcome<FlagdDocument> {
  const parsed = Document.safeParse(parseJson(text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.join('.') ?? ''
    return refuse('invalid-document', `The flag document cannot be read: ${issue?.message ?? 'not JSON'}`, { field })
  }
  const { metadata = {}, $evaluators = {}, flags } = parsed.data
  return ok({
    metadata,
    flags: Object.entries(flags).map(([key, flag]) => ({
      key,
      state: flag.state,
      variants: new Map(Object.entries(flag.variants)),
      defaultVariant: flag.defaultVariant || null,
      targeting:
        flag.targeting && Object.keys(flag.targeting).length > 0 ? resolve(flag.targeting, $evaluators, 1) : null,
      metadata: { ...metadata, ...flag.metadata },
    })),
  })
}

/** Puts evaluators in place of `{"$ref": name}`; what lies too deep to be compiled is left as it is. */
function resolve(node: Json, evaluators: Readonly<Record<string, Json>>, depth: number): Json {
  if (node === null || typeof node !== 'object' || depth > LOGIC_DEPTH_MAX) return node
  if (Array.isArray(node)) return node.map((child: Json) => resolve(child, evaluators, depth + 1))
  const entries = Object.entries(node)
  const [name, target] = entries[0] ?? []
  if (name === '$ref' && entries.length === 1 && typeof target === 'string' && Object.hasOwn(evaluators, target)) {
    return evaluators[target] ?? null
  }
  return Object.fromEntries(entries.map(([key, child = null]) => [key, resolve(child, evaluators, depth + 1)]))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
