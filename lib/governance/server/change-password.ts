import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { user } from '@/drizzle/schema/governance'
import { type Person } from '@/lib/kernel/actor'
import { SessionId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command, runCommand } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { ChangePasswordInput } from '../core/people-schema'
import { hashPassword } from './passwords'
import { endSessions } from './reset-password'
import { checkPassword } from './sign-in'

type Here = { address: string; sessionId: string | null }

/** Gives a person another password, when they know the present one, and ends their other sessions. */
export async function changePassword(
  runtime: Runtime,
  input: unknown,
  person: Person,
  here: Here,
): Promise<Outcome<{ sessions: number }>> {
  const parsed = ChangePasswordInput.safeParse(input)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? ''
    const message = field === 'next' ? 'A password has at least 12 characters.' : 'Enter both passwords.'
    return refuse('invalid-input', message, { field })
  }
  const [who] = await runtime.database.db.select().from(user).where(eq(user.id, person.id))
  if (!who) return refuse('not-found', 'There is no such person.')
  const { current: password, next } = parsed.data
  const checked = await checkPassword(runtime, { email: who.email, password, storedHash: who.passwordHash }, here)
  if (!checked.ok) return checked.code === 'wrong-credentials' ? wrong : checked
  // The passwords stay out of the command: what it was asked may be kept for a day.
  const keep = SessionId.safeParse(here.sessionId)
  const verb = changeVerb(await hashPassword(next), who.passwordHash)
  return runCommand(runtime, verb, keep.success ? { keep: keep.data } : {}, person)
}

const wrong = refuse('wrong-password', 'That is not your present password.', {
  field: 'current',
  remedy: 'Check it and try again, or sign out and choose a new one by mail.',
})

const Keep = z.strictObject({ keep: SessionId.optional() })

const changeVerb = (passwordHash: string, before: string | null) =>
  command<z.infer<typeof Keep>, { sessions: number }>({
    name: 'password.change',
    permission: 'account.edit',
    input: Keep,
    async run({ tx, actor, now }, { keep }) {
      if (actor.kind !== 'person') return refuse('person-required', 'Only people have passwords.')
      const [who] = await tx.select().from(user).where(eq(user.id, actor.id)).for('update')
      if (who?.passwordHash !== before) return wrong // changed or reset since it was checked
      await tx.update(user).set({ passwordHash }).where(eq(user.id, actor.id))
      const sessions = await endSessions(tx, actor.id, now, keep)
      return { ok: true, value: { sessions }, object: { kind: 'person', id: actor.id }, detail: { sessions } }
    },
  })
