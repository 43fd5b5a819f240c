import { duration } from '@/lib/kernel/moments'
import { type DraftStage, type StageSpec } from './schema'

/** What people type into the fields of a stage, as numbers. Free of zod: screens edit stages with it. */
const SOAK_MAX_H = 366 * 24

/** A decimal number as people type it; NaN for anything else. */
export function numberOf(text: string): number {
  const plain = text.trim().replace('%', '').replace(',', '.').trim()
  return /^\d{1,9}(\.\d{1,6})?$/.test(plain) ? Number(plain) : Number.NaN
}

/** A field that may stay empty. */
export const optional = (text: string): number | null => (text.trim() === '' ? null : numberOf(text))

export function isCountOrEmpty(text: string): boolean {
  const n = optional(text)
  return n === null || Number.isInteger(n)
}

/** What is wrong with the fields of a stage, each with the field it is about. */
export function stageProblems({ weight, soakH, minUnits, margin }: DraftStage, i: number): [string, string][] {
  const found: [string, string][] = []
  const n = numberOf(weight)
  const name = `Stage ${i + 1}`
  if (!(n >= 0.001 && n <= 100) || !Number.isInteger(Math.round(n * 1e6) / 1e3)) {
    found.push([`weight-${i}`, `${name}: a share from 0.001 to 100%, with at most three decimals`])
  }
  const soak = numberOf(soakH)
  if (!(soak >= 0 && soak <= SOAK_MAX_H)) found.push([`soak-${i}`, `${name}: the soak is a number of hours`])
  if (!isCountOrEmpty(minUnits)) found.push([`units-${i}`, `${name}: a whole number of people, or nothing`])
  const m = optional(margin)
  if (m !== null && !(m >= 1 && m <= 100)) {
    found.push([`margin-${i}`, `${name}: a margin from 1 to 100 times the limits, or nothing`])
  }
  return found
}

/** The stage that fields without problems describe. @param least people that it waits for where it names none */
export function specOf({ weight, soakH, minUnits, margin, disciplines }: DraftStage, least: number | null): StageSpec {
  return {
    weight: numberOf(weight),
    minSoak: duration(Math.round(numberOf(soakH) * 3600) * 1000),
    minUnits: optional(minUnits) ?? least,
    margin: optional(margin),
    disciplines: [...disciplines],
  }
}
