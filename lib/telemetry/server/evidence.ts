import { type EvidenceRecord, type StageOf } from '../core/model'
import { type NamedRow } from './name-rows'
import { type StageLookup } from './stage-lookup'

/**
 * A row as evidence: the arm that the hash gives to the clear unit id is looked up, then only the pseudonym is left.
 * In a workspace with a simulated clock a record arrives when it happens.
 */
export function evidenceOf(
  { source, record, unit }: NamedRow,
  { stages, stageOf, nowMs }: { stages: StageLookup; stageOf: StageOf; nowMs: number },
): EvidenceRecord {
  const { environmentId, simulated } = source
  const { timeMs, attributes } = record
  const arrivedMs = simulated ? timeMs : nowMs
  if (record.kind === 'track') {
    const { name, value } = record
    return { kind: 'track', environmentId, unit, timeMs, arrivedMs, name: name ?? '', value, attributes }
  }
  const { flag, variant, revision } = record
  const served = flag !== null && variant !== null ? stageOf(environmentId, flag, revision, timeMs) : null
  const expectedArm = served && record.unit !== null ? stages.armOf(served, record.unit) : null
  const met = { flag: flag ?? '', variant, revision, expectedArm }
  return { kind: 'exposure', environmentId, unit, timeMs, arrivedMs, ...met, attributes }
}
