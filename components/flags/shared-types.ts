import { type Outcome } from '@/lib/kernel/result'

/** A rollout that has a rule in a flag, as the flag's screens tell it; the page fills it in. */
export type LiveRollout = {
  id: string
  name: string
  environment: string
  share: number
  stage: number
  stages: number
  sentence: string
  /** Its state in a word or two, for one cell. */
  word: string
  /** The verdict's word, if it is one of harm. */
  harm: string | null
}

/** Why the viewer may not do it; null: they may. */
export type Rights = {
  edit: string | null
  stop: string | null
  approve: string | null
  configure: string | null
  segment: string | null
}

/** A server action bound by the page. */
export type Deed<T = unknown> = (input: unknown) => Promise<Outcome<T>>
