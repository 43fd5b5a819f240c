import { z } from 'zod'

/** Ids are `<prefix>_<12 characters>`: time-sortable, readable in logs and URLs, and told apart by type. */
const id = <P extends string>(prefix: P) => z.templateLiteral([`${prefix}_`, z.string().regex(/^[0-9a-z]{12}$/)])

export const WorkspaceId = id('wsp')
export type WorkspaceId = z.infer<typeof WorkspaceId>
export const UserId = id('usr')
export type UserId = z.infer<typeof UserId>
export const SessionId = id('ses')
export type SessionId = z.infer<typeof SessionId>
export const ApiKeyId = id('key')
export type ApiKeyId = z.infer<typeof ApiKeyId>
export const EnvironmentId = id('env')
export type EnvironmentId = z.infer<typeof EnvironmentId>
export const FlagId = id('flg')
export type FlagId = z.infer<typeof FlagId>
export const ChangeRequestId = id('chg')
export type ChangeRequestId = z.infer<typeof ChangeRequestId>
export const SegmentId = id('seg')
export type SegmentId = z.infer<typeof SegmentId>
export const RolloutId = id('rol')
export type RolloutId = z.infer<typeof RolloutId>
export const StageId = id('stg')
export type StageId = z.infer<typeof StageId>
export const RolloutDraftId = id('rdr')
export type RolloutDraftId = z.infer<typeof RolloutDraftId>
export const LearningId = id('lrn')
export type LearningId = z.infer<typeof LearningId>
export const DecisionId = id('dec')
export type DecisionId = z.infer<typeof DecisionId>
export const MetricId = id('met')
export type MetricId = z.infer<typeof MetricId>
export const PolicyId = id('pol')
export type PolicyId = z.infer<typeof PolicyId>
export const TimelineEventId = id('tev')
export type TimelineEventId = z.infer<typeof TimelineEventId>
export const FeedbackItemId = id('fbi')
export type FeedbackItemId = z.infer<typeof FeedbackItemId>
export const FeedbackSourceId = id('fbs')
export type FeedbackSourceId = z.infer<typeof FeedbackSourceId>
export const AttachmentId = id('att')
export type AttachmentId = z.infer<typeof AttachmentId>
export const ClusterId = id('clu')
export type ClusterId = z.infer<typeof ClusterId>
export const PersonId = id('per')
export type PersonId = z.infer<typeof PersonId>
export const TagRuleId = id('trl')
export type TagRuleId = z.infer<typeof TagRuleId>
export const RoutingRuleId = id('rrl')
export type RoutingRuleId = z.infer<typeof RoutingRuleId>
export const SavedViewId = id('fvw')
export type SavedViewId = z.infer<typeof SavedViewId>
export const TriageActId = id('fba')
export type TriageActId = z.infer<typeof TriageActId>
export const IncidentId = id('inc')
export type IncidentId = z.infer<typeof IncidentId>
export const SuspectId = id('sus')
export type SuspectId = z.infer<typeof SuspectId>
export const IncidentTaskId = id('tsk')
export type IncidentTaskId = z.infer<typeof IncidentTaskId>
export const IncidentUpdateId = id('upd')
export type IncidentUpdateId = z.infer<typeof IncidentUpdateId>
export const IncidentMailId = id('iml')
export type IncidentMailId = z.infer<typeof IncidentMailId>
export const InvitationId = id('inv')
export type InvitationId = z.infer<typeof InvitationId>
export const PasswordResetId = id('pwr')
export type PasswordResetId = z.infer<typeof PasswordResetId>
export const TeamId = id('tea')
export type TeamId = z.infer<typeof TeamId>
export const AccessRequestId = id('arq')
export type AccessRequestId = z.infer<typeof AccessRequestId>
export const MailId = id('mai')
export type MailId = z.infer<typeof MailId>
export const DeploymentId = id('dep')
export type DeploymentId = z.infer<typeof DeploymentId>
export const DeploymentSourceId = id('dps')
export type DeploymentSourceId = z.infer<typeof DeploymentSourceId>

export type IdPrefix =
  | 'wsp'
  | 'usr'
  | 'ses'
  | 'key'
  | 'inv'
  | 'pwr'
  | 'tea'
  | 'arq'
  | 'mai'
  | 'env'
  | 'flg'
  | 'seg'
  | 'chg'
  | 'rol'
  | 'stg'
  | 'rdr'
  | 'lrn'
  | 'dec'
  | 'met'
  | 'pol'
  | 'tev'
  | 'inc'
  | 'sus'
  | 'tsk'
  | 'upd'
  | 'iml'
  | 'fbi'
  | 'fbs'
  | 'att'
  | 'clu'
  | 'per'
  | 'trl'
  | 'rrl'
  | 'fvw'
  | 'fba'
  | 'fbm'
  | 'fbo'
  | 'fbw'
  | 'dep'
  | 'dps'
export type IdOf<P extends IdPrefix> = `${P}_${string}`

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

function base32(value: number, length: number): string {
  let rest = value
  let text = ''
  for (let i = 0; i < length; i += 1) {
    text = ALPHABET.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

/**
 * The id for a moment and a random number. Pure: minting with clock and dice is `platform/new-id`.
 * @param atMs unix milliseconds; eight characters hold them until the year 3084 (40 bits)
 * @param random integer in [0, 2^20)
 */
export function idOf<P extends IdPrefix>(prefix: P, atMs: number, random: number): IdOf<P> {
  return `${prefix}_${base32(atMs % 2 ** 40, 8)}${base32(random, 4)}`
}
