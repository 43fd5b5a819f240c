import { z } from 'zod'
import { EnvironmentId } from '@/lib/kernel/id'
import { DatedFreeze, WeeklyFreeze } from './freeze'

const EnvironmentName = z.string().trim().min(1).max(50)
const FourEyes = z.enum(['demanded', 'off'])

export const CreateEnvironmentInput = z.strictObject({
  /** Part of the address that clients read. It stays for good. */
  key: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, {
    error: 'Small letters, digits and dashes, such as production.',
  }),
  name: EnvironmentName,
  fourEyes: FourEyes.default('demanded'),
})
export type CreateEnvironmentInput = z.infer<typeof CreateEnvironmentInput>

export const EditEnvironmentInput = z.strictObject({
  environmentId: EnvironmentId,
  name: EnvironmentName.optional(),
  fourEyes: FourEyes.optional(),
  approvalsMin: z.int().min(0).max(10).optional(),
  confirmWithinS: z.int().min(5).max(3600).optional(),
  freezes: z.array(DatedFreeze).max(50).optional(),
  weeklyFreezes: z.array(WeeklyFreeze).max(20).optional(),
  expectedVersion: z.int().min(1).optional(),
})
export type EditEnvironmentInput = z.infer<typeof EditEnvironmentInput>

export const MoveEnvironmentInput = z.strictObject({ environmentId: EnvironmentId, to: z.int().min(0).max(100) })
export type MoveEnvironmentInput = z.infer<typeof MoveEnvironmentInput>
