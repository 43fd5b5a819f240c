export type StatsInputCode = 'COUNT' | 'SHARE' | 'RATE' | 'NOT_FINITE' | 'LENGTH' | 'WEIGHTS' | 'EMPTY' | 'ORDER'

/** A caller's fault: a number that no honest data could have produced. `field` is the path of the offender. */
export class StatsInputError extends Error {
  readonly code: StatsInputCode
  readonly field: string

  constructor(code: StatsInputCode, field: string, message: string) {
    super(`${field}: ${message}`)
    this.name = 'StatsInputError'
    this.code = code
    this.field = field
  }
}

/** Too little data is a value, never NaN. `have` and `need` are in the unit that `reason` names. */
export type NotReady = {
  ready: false
  reason: 'units' | 'events' | 'variance' | 'dominated' | 'arm_empty' | 'baseline_near_zero' | 'history'
  have: number
  need: number
}

export type Ready<T> = ({ ready: true } & T) | NotReady

export function notReady(reason: NotReady['reason'], have: number, need: number): NotReady {
  return { ready: false, reason, have, need }
}
