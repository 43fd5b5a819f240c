import { type FeedbackCounts } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/time'
import { type RolloutNeed } from '@/lib/rollouts/core/schema'
import { type Need } from './needs'

/** What happened in a workspace since somebody last looked. */
export type Since = { at: Instant; decisions: number; deployments: number; incidents: number; feedback: number }

/** The overview of one viewer: what needs them, what is under way, what people say. */
export type OverviewView = {
  needs: Need[]
  answer: string
  rollouts: RolloutNeed[]
  feedback: FeedbackCounts | null
  since: Since | null
  /** The week in one paragraph, for those who only read; null for everybody else. */
  week: string | null
  now: Instant
}
