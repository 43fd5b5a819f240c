import { fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { play, type Repetition, type Seen } from './play'

/** Repetitions `from` to `to` (not included) of one row. */
export type Job = Omit<Repetition, 'repetition'> & { from: number; to: number }

/** A repetition's people live for a moment: with room for them a fifth less time is spent on clearing up. */
const YOUNG_ROOM = '--max-semi-space-size=64'

/** First word of the command line in a process of the crew. */
export const CREW = 'serve-simulation'

const playJob = ({ from, to, ...what }: Job): Seen[] =>
  Array.from({ length: to - from }, (_, i) => play({ ...what, repetition: from + i }))

type Crew = { workers: number; script: string; tell: (done: number) => void }

/**
 * Plays all jobs and gives what was seen, in their order whoever played them. `workers` processes run `script` again,
 * which must call `serveJobs` there; with none it is all done here.
 */
export async function playJobs(jobs: readonly Job[], { workers, script, tell }: Crew): Promise<Seen[][]> {
  const seen: Seen[][] = jobs.map(() => [])
  if (workers === 0) {
    for (const [i, job] of jobs.entries()) {
      seen[i] = playJob(job)
      tell(i + 1)
    }
    return seen
  }
  const queue = [...jobs.entries()]
  let done = 0
  const keep = (place: number, played: Seen[]): void => {
    seen[place] = played
    done += 1
    tell(done)
  }
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, () => hire(script, queue, keep)))
  return seen
}

/** One process that works until the queue is empty. */
async function hire(script: string, queue: [number, Job][], keep: (place: number, played: Seen[]) => void) {
  const worker = fork(script, [CREW], { serialization: 'advanced', execArgv: [...process.execArgv, YOUNG_ROOM] })
  try {
    await new Promise<void>((resolve, reject) => {
      let own: number | null = null
      const giveNext = (): void => {
        const next = queue.shift()
        own = next?.[0] ?? null
        if (next) worker.send(next[1])
        else resolve()
      }
      worker.on('message', (played) => {
        if (own !== null) keep(own, played as Seen[]) // what `serveJobs` sends
        giveNext()
      })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`A process of the simulation ended with ${code}.`)))
      giveNext()
    })
  } finally {
    worker.removeAllListeners('exit')
    worker.kill()
  }
}

/** A process of the crew: plays what it is sent until it is ended. Whatever else the machine does comes first. */
export function serveJobs(): void {
  setPriority(constants.priority.PRIORITY_LOW)
  process.on('disconnect', () => process.exit())
  // What `hire` sends. Nobody may be there any more to take the answer.
  process.on('message', (job) => process.send?.(playJob(job as Job), () => undefined))
}
