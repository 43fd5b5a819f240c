import { sql } from 'drizzle-orm'
import { person, personIdentity } from '@/drizzle/schema/feedback-people'
import { type PersonId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { insertRows, prepared } from '@/lib/platform/prepared'
import { type SecretBox } from './secret-box'

/** What an item says about who wrote it. `unit` is a pseudonym in hex; `vouched`: a server or a signature stands behind it. */
export type Claim = { unit: string | null; email: string | null; vouched: boolean }
type Identity = { kind: 'unit' | 'email' | 'claimed'; hash: Uint8Array; value: Uint8Array | null }

const keyOf = (kind: string, hash: Uint8Array): string => `${kind} ${Buffer.from(hash).toString('hex')}`

export type People = {
  /** Of each claim; null: it names nobody. */
  found: (PersonId | null)[]
  people: (typeof person.$inferInsert)[]
  identities: (typeof personIdentity.$inferInsert)[]
}

/**
 * The person behind each claim: by unit or vouched address, never by name. An address that nobody vouches for stays in a
 * namespace of its own, so that nobody can write in another's name. Unknown ones are for `addPeople` to store.
 */
export async function findPeople(
  tx: Tx,
  workspaceId: WorkspaceId,
  box: SecretBox,
  claims: readonly Claim[],
  now: Instant,
): Promise<People> {
  const wanted = claims.map((claim) => identitiesOf(claim, box))
  const all = wanted.flat()
  if (all.length === 0) return { found: claims.map(() => null), people: [], identities: [] }
  const asked = JSON.stringify(all.map(({ kind, hash }) => ({ kind, hash: Buffer.from(hash).toString('hex') })))
  const rows = await prepared<{ kind: string; hash: string; person_id: PersonId }>(
    tx,
    sql`
    select t.kind, t.hash, i.person_id from jsonb_to_recordset(${asked}::text::jsonb) as t (kind text, hash text)
    join person_identity i on i.workspace_id = ${workspaceId} and i.kind = t.kind and i.hash = decode(t.hash, 'hex')`,
  )
  const known = new Map(rows.map((row) => [`${row.kind} ${row.hash}`, row.person_id]))
  const people: People['people'] = []
  const added: People['identities'] = []
  const found = wanted.map((identities) => {
    if (identities.length === 0) return null
    const existing = identities.map(({ kind, hash }) => known.get(keyOf(kind, hash))).find((id) => id !== undefined)
    const personId: PersonId = existing ?? newId('per', Date.parse(now))
    if (!existing) people.push({ id: personId, workspaceId, createdAt: now })
    for (const identity of identities) {
      const key = keyOf(identity.kind, identity.hash)
      if (known.has(key)) continue
      known.set(key, personId)
      added.push({ workspaceId, personId, createdAt: now, ...identity })
    }
    return personId
  })
  return { found, people, identities: added }
}

/** Stores those whom nobody knew. */
export async function addPeople(tx: Tx, { people, identities }: People): Promise<void> {
  await Promise.all([
    insertRows(people, (rows) => tx.insert(person).values(rows)),
    insertRows(identities, (rows) => tx.insert(personIdentity).values(rows).onConflictDoNothing()),
  ])
}

/** The strongest first. */
function identitiesOf({ unit, email, vouched }: Claim, box: SecretBox): Identity[] {
  const identities: Identity[] = []
  if (unit !== null) identities.push({ kind: 'unit', hash: Buffer.from(unit, 'hex'), value: null })
  if (email !== null) {
    const kind = vouched ? 'email' : 'claimed'
    identities.push({ kind, hash: box.hash(kind, email), value: box.seal(email) })
  }
  return identities
}
