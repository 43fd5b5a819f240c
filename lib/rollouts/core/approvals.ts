import { type Discipline } from '@/lib/kernel/permissions'
import { type Approval, type Rollout, type Stage } from './model'

type Demand = { approvalsMin: number }

/** Whether a stage begins only after somebody signed. */
export function asksApproval(stage: Stage, { approvalsMin }: Demand): boolean {
  return stage.disciplines.length > 0 || approvalsMin > 0
}

export function approvalsFor(rollout: Rollout, stage: Stage): Approval[] {
  return rollout.approvals.filter((approval) => approval.stageId === stage.id && approval.expiredAt === null)
}

/** Sign-offs still missing: disciplines nobody has signed for, and people short of the environment's least number. */
export function missingFor(rollout: Rollout, stage: Stage, { approvalsMin }: Demand) {
  const given = approvalsFor(rollout, stage)
  const signed = new Set<Discipline>(given.flatMap((approval) => approval.disciplines))
  return {
    disciplines: stage.disciplines.filter((discipline) => !signed.has(discipline)),
    people: Math.max(0, approvalsMin - new Set(given.map((approval) => approval.by)).size),
  }
}

export function isSignedOff(rollout: Rollout, stage: Stage, demand: Demand): boolean {
  const missing = missingFor(rollout, stage, demand)
  return missing.disciplines.length === 0 && missing.people === 0
}
