import { hash, verify, type Options } from '@node-rs/argon2'

/**
 * Argon2id, which is the package's default, at the least cost that OWASP names (Password Storage Cheat Sheet): 19 MiB,
 * two passes, one lane.
 */
export const PASSWORD_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const satisfies Options

export const hashPassword = (password: string): Promise<string> => hash(password, PASSWORD_COST)

let decoy: Promise<string> | null = null

/**
 * Whether the password is right. An account that does not exist, or has no password, costs the same time as one that
 * does: its password is checked against a decoy.
 */
export async function passwordMatches(storedHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password')
  const matches = await verify(storedHash ?? (await decoy), password)
  return storedHash !== null && matches
}
