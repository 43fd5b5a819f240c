/** What higher domains may ask of telemetry. */
export { closeDueWindows } from './close-windows'
export { countMetricEvents } from './count-events'
export { readDeltas, type DeltaPosition, type StoredDelta } from './deltas'
export { endMeasurement, listMeasurementPlans, putMeasurementPlan, readMeasurementPlan } from './measurement'
