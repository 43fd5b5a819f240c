import { type EvidenceRecord, type StageOf } from '../core/model'
import { type IncomingRecord } from '../core/schema'
import { type IngestSource } from './ingest-source'
import { pseudonym } from './pseudonymise'
import { type StageLookup } from './stage-lookup'

/**
 * A record as evidence: the arm that the hash gives to the clear unit id is looked up, then the id becomes a pseudonym.
 * In a workspace with a simulated clock a record arrives when it happens.
 */
export function evidenceOf(
  record: IncomingRecord,
  source: IngestSource,
  { stages, stageOf, nowMs }: { stages: StageLookup; stageOf: StageOf; nowMs: number },
): EvidenceRecord {
  const { environmentId, simulated, unitKey } = source
  const { timeMs, attributes } = record
  const arrivedMs = simulated ? timeMs : nowMs
  const seen = { environmentId, unit: pseudonym(unitKey, record.unit), timeMs, arrivedMs }
  if (record.kind === 'track') {
    return { ...seen, kind: 'track', name: record.name ?? '', value: record.value, attributes }
  }
  const { flag, variant, revision } = record
  const served = flag !== null && variant !== null ? stageOf(environmentId, flag, revision, timeMs) : null
  const expectedArm = served ? stages.armOf(served, record.unit) : null
  return { ...seen, kind: 'exposure', flag: flag ?? '', variant, revision, expectedArm }
}
