import { type Duration } from '@/lib/kernel/moments'
import { type Aggregation, type Direction, type Size } from './schema'

/** A metric to begin with: what a new one is filled in with. Its event is a proposal; yours may have another name. */
export type Starter = {
  key: string
  name: string
  objective: string
  aggregation: Aggregation
  event: string
  of?: 'sum' | 'first'
  per?: string
  direction: Direction
  unit: string
  window: Duration | null
  harmLimit: Size | null
  /** What the event must bring along. */
  sends: string
}

const day = 'P1D' as Duration // both are written by the grammar of durations
const hour = 'PT1H' as Duration
const part = (value: number): Size => ({ kind: 'relative', value })
const size = (value: number): Size => ({ kind: 'absolute', value })

/** The metrics that most teams begin with, the protecting ones first. */
export const STARTERS: readonly Starter[] = [
  {
    key: 'error-rate',
    name: 'Error rate',
    objective: 'People can do what they came for.',
    aggregation: 'first-event',
    event: 'error',
    direction: 'lower',
    unit: 'people',
    window: null,
    harmLimit: size(0.005),
    sends: 'An event whenever a person sees an error.',
  },
  {
    key: 'crash-free',
    name: 'Crash-free people',
    objective: 'The app stays open.',
    aggregation: 'first-event',
    event: 'crash',
    direction: 'lower',
    unit: 'people',
    window: null,
    harmLimit: size(0.001),
    sends: 'An event for each crash, sent at the next start.',
  },
  {
    key: 'p95-latency',
    name: 'p95 latency',
    objective: 'Nobody waits long.',
    aggregation: 'quantile',
    event: 'page.loaded',
    direction: 'lower',
    unit: 'ms',
    window: null,
    harmLimit: part(0.1),
    sends: 'An event with the milliseconds as its value.',
  },
  {
    key: 'slo-adherence',
    name: 'Failed requests',
    objective: 'Requests keep to what we promise.',
    aggregation: 'ratio',
    event: 'request.failed',
    per: 'request',
    direction: 'lower',
    unit: 'per request',
    window: hour,
    harmLimit: part(0.2),
    sends: 'One event for each request, and one for each that failed or was too slow.',
  },
  {
    key: 'support-tickets',
    name: 'People who ask for help',
    objective: 'People need no help.',
    aggregation: 'first-event',
    event: 'support.ticket',
    direction: 'lower',
    unit: 'people',
    window: null,
    harmLimit: size(0.003),
    sends: 'An event when a person opens a ticket.',
  },
  {
    key: 'conversion',
    name: 'Conversion',
    objective: 'People who want it get it.',
    aggregation: 'proportion',
    event: 'purchase',
    direction: 'higher',
    unit: 'people',
    window: hour,
    harmLimit: part(0.05),
    sends: 'An event when a person reaches the last step.',
  },
  {
    key: 'adoption',
    name: 'Adoption',
    objective: 'People use the new thing.',
    aggregation: 'proportion',
    event: 'feature.used',
    direction: 'higher',
    unit: 'people',
    window: day,
    harmLimit: null,
    sends: 'An event when a person uses the feature.',
  },
  {
    key: 'discoverability',
    name: 'Discoverability',
    objective: 'People find the new thing by themselves.',
    aggregation: 'proportion',
    event: 'feature.opened',
    direction: 'higher',
    unit: 'people',
    window: hour,
    harmLimit: null,
    sends: 'An event when a person opens the feature for the first time.',
  },
  {
    key: 'task-time',
    name: 'Task completion time',
    objective: 'The task takes less time.',
    aggregation: 'mean',
    event: 'task.completed',
    of: 'first',
    direction: 'lower',
    unit: 's',
    window: day,
    harmLimit: part(0.1),
    sends: 'An event at the end of the task with the seconds it took as its value.',
  },
  {
    key: 'time-to-value',
    name: 'Time to first value',
    objective: 'New people get something out of it soon.',
    aggregation: 'mean',
    event: 'first.value',
    of: 'first',
    direction: 'lower',
    unit: 's',
    window: day,
    harmLimit: part(0.1),
    sends: 'An event at the first success with the seconds since sign-up as its value.',
  },
  {
    key: 'satisfaction',
    name: 'Satisfaction',
    objective: 'People like it.',
    aggregation: 'mean',
    event: 'survey.answered',
    of: 'first',
    direction: 'higher',
    unit: 'score',
    window: day,
    harmLimit: part(0.05),
    sends: 'An event for each answer with the score as its value.',
  },
  {
    key: 'throughput',
    name: 'Throughput',
    objective: 'People get more done.',
    aggregation: 'mean',
    event: 'task.completed',
    of: 'sum',
    direction: 'higher',
    unit: 'per person',
    window: day,
    harmLimit: part(0.1),
    sends: 'An event for each task; its value, if any, says how many.',
  },
]

/** What cannot be measured per person yet, and what it waits for. */
export const NOT_YET: readonly { name: string; needs: string }[] = [
  { name: 'Saturation', needs: 'Needs a series of your machines; only events of people are measured so far.' },
  {
    name: 'Funnels and times between two events',
    needs: 'Send one event at the last step, with the seconds it took as its value.',
  },
]
