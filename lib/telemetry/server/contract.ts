/** What higher domains may ask of telemetry. */
export { closeDueWindows } from './close-windows'
export { countMetricEvents } from './count-events'
export { readDeltas, type DeltaPosition, type StoredDelta } from './deltas'
export { endMeasurement, listMeasurementPlans, putMeasurementPlan, readMeasurementPlan } from './measurement'
export { pseudonym } from './pseudonymise'
export { RejectionCounts } from './rejection-counts'
export { type StageLookup } from './stage-lookup'
export { countStagePeople, readUnitExposures, type UnitEntry, type UnitExposure } from './unit-exposures'
