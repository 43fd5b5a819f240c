import { z } from 'zod'
import { assertNever } from '@/lib/kernel/result'
import { ArchiveFlagInput, planUnarchive } from './archive-flag'
import { EditFlagInput, planEdit } from './edit-flag'
import { EditSegmentInput, planEditSegment } from './edit-segment'
import { type EditContext, type Planned } from './plan'
import { CopyRulesInput, planCopy, planRestore, RestoreVersionInput } from './restore-version'
import { planResume, ResumeFlagInput } from './stop-flag'

/** A verb that may have to wait for approval, with what it was to do. */
export const AskedChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('edit'), input: EditFlagInput }),
  z.strictObject({ kind: z.literal('resume'), input: ResumeFlagInput }),
  z.strictObject({ kind: z.literal('restore-version'), input: RestoreVersionInput }),
  z.strictObject({ kind: z.literal('copy-rules'), input: CopyRulesInput }),
  z.strictObject({ kind: z.literal('unarchive'), input: ArchiveFlagInput }),
  z.strictObject({ kind: z.literal('edit-segment'), input: EditSegmentInput }),
])
export type AskedChange = z.infer<typeof AskedChange>

/** The very plan that the verb itself would carry out. */
export function planOf(context: EditContext, change: AskedChange): Promise<Planned<unknown>> {
  switch (change.kind) {
    case 'edit':
      return planEdit(context, change.input)
    case 'resume':
      return planResume(context, change.input)
    case 'restore-version':
      return planRestore(context, change.input)
    case 'copy-rules':
      return planCopy(context, change.input)
    case 'unarchive':
      return planUnarchive(context, change.input)
    case 'edit-segment':
      return planEditSegment(context, change.input)
    default:
      return assertNever(change)
  }
}
