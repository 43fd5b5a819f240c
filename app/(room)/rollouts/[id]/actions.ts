'use server'
import { runAction } from '@/lib/governance/server/run-action'
import { type Outcome } from '@/lib/kernel/result'
import { type ReviewView, type RolloutView } from '@/lib/rollouts/core/schema'
import * as words from '@/lib/rollouts/server/comment'
import { editRollout } from '@/lib/rollouts/server/edit-rollout'
import { rolloutVerbs } from '@/lib/rollouts/server/verbs'
import { writeReview } from '@/lib/rollouts/server/write-review'

type Answer = Promise<Outcome<RolloutView>>

export async function requestApproval(input: unknown): Answer {
  return runAction(rolloutVerbs['request-approval'], input)
}
export async function start(input: unknown): Answer {
  return runAction(rolloutVerbs.start, input)
}
export async function approve(input: unknown): Answer {
  return runAction(rolloutVerbs.approve, input)
}
export async function decline(input: unknown): Answer {
  return runAction(rolloutVerbs.decline, input)
}
export async function pause(input: unknown): Answer {
  return runAction(rolloutVerbs.pause, input)
}
export async function keepPaused(input: unknown): Answer {
  return runAction(rolloutVerbs['keep-paused'], input)
}
export async function resume(input: unknown): Answer {
  return runAction(rolloutVerbs.resume, input)
}
export async function advance(input: unknown): Answer {
  return runAction(rolloutVerbs.advance, input)
}
export async function acceptRisk(input: unknown): Answer {
  return runAction(rolloutVerbs['accept-risk'], input)
}
export async function stop(input: unknown): Answer {
  return runAction(rolloutVerbs.stop, input)
}
export async function rollBack(input: unknown): Answer {
  return runAction(rolloutVerbs['roll-back'], input)
}
export async function finish(input: unknown): Answer {
  return runAction(rolloutVerbs.finish, input)
}
export async function abandon(input: unknown): Answer {
  return runAction(rolloutVerbs.abandon, input)
}
export async function undo(input: unknown): Answer {
  return runAction(rolloutVerbs.undo, input)
}
export async function edit(input: unknown): Answer {
  return runAction(editRollout, input)
}
export async function comment(input: unknown): Promise<Outcome<unknown>> {
  return runAction(words.comment, input)
}
export async function annotate(input: unknown): Promise<Outcome<unknown>> {
  return runAction(words.annotate, input)
}
export async function review(input: unknown): Promise<Outcome<ReviewView>> {
  return runAction(writeReview, input)
}
