import { and, eq, inArray, or } from 'drizzle-orm'
import { person, personIdentity } from '@/drizzle/schema/feedback-people'
import { type PersonId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { newId } from '@/lib/platform/new-id'
import { type SecretBox } from './secret-box'

/** What an item says about who wrote it. `unit` is a pseudonym in hex; `vouched`: a server or a signature stands behind it. */
export type Claim = { unit: string | null; email: string | null; vouched: boolean }
type Identity = { kind: 'unit' | 'email' | 'claimed'; hash: Uint8Array; value: Uint8Array | null }

const keyOf = (kind: string, hash: Uint8Array): string => `${kind} ${Buffer.from(hash).toString('hex')}`

/**
 * The person behind each claim: by unit or vouched address, never by name. An address that nobody vouches for stays in a
 * namespace of its own, so that nobody can write in another's name. Unknown ones are added.
 */
export async function identify(
  tx: Tx,
  workspaceId: WorkspaceId,
  box: SecretBox,
  claims: readonly Claim[],
  now: Instant,
): Promise<(PersonId | null)[]> {
  const wanted = claims.map((claim) => identitiesOf(claim, box))
  const all = wanted.flat()
  if (all.length === 0) return claims.map(() => null)
  const rows = await tx
    .select({ kind: personIdentity.kind, hash: personIdentity.hash, personId: personIdentity.personId })
    .from(personIdentity)
    .where(
      and(
        eq(personIdentity.workspaceId, workspaceId),
        or(
          ...(['unit', 'email', 'claimed'] as const).map((kind) => {
            const hashes = all.filter((one) => one.kind === kind).map((one) => one.hash)
            return hashes.length > 0
              ? and(eq(personIdentity.kind, kind), inArray(personIdentity.hash, hashes))
              : undefined
          }),
        ),
      ),
    )
  const known = new Map(rows.map((row) => [keyOf(row.kind, row.hash), row.personId]))
  const people: (typeof person.$inferInsert)[] = []
  const added: (typeof personIdentity.$inferInsert)[] = []
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
  if (people.length > 0) await tx.insert(person).values(people)
  if (added.length > 0) await tx.insert(personIdentity).values(added).onConflictDoNothing()
  return found
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
