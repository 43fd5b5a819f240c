import { breach, expose } from './breach'
import { sendFeedback } from './feedback'
import { fire } from './fire'
import { pace } from './pace'
import { visitPages } from './pages'
import { serveJobs } from './program'
import { Streams } from './streams'
import { sendTelemetry } from './telemetry'

const streams = new Streams()

/** What a load process can do. Jobs of one process may overlap. */
const jobs = {
  fire,
  pace,
  visitPages,
  sendTelemetry,
  sendFeedback,
  expose,
  breach,
  openStreams: (input: Parameters<Streams['open']>[0]) => streams.open(input),
  armStreams: () => streams.arm(),
  heardByStreams: () => streams.heard(),
  closeStreams: () => streams.close(),
}
export type LoaderJobs = typeof jobs
serveJobs(jobs)
