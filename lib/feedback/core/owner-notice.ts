/** Complaints of exposed people of which a flag's owner is told, each once: never of every one. */
export const NOTICE_AT = [1, 3, 8, 20] as const

/** The milestone that a number of people reaches; null between two of them. */
export const noticeFor = (people: number, told: readonly number[]): number | null =>
  NOTICE_AT.findLast((mark) => people >= mark && !told.some((one) => one >= mark)) ?? null
