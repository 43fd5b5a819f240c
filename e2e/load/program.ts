import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a program can be asked for, by name. */
export type Jobs = Record<string, (input: never) => Promise<unknown>>
type Input<J extends Jobs, N extends keyof J> = Parameters<J[N]>[0]
type Output<J extends Jobs, N extends keyof J> = Awaited<ReturnType<J[N]>>

type Asked = { id: number; job: string; input: unknown }
type Answered = { id: number; ok: boolean; value: unknown }

/** A program of this folder in a process of its own, so that server and load never share an event loop. */
export class Program<J extends Jobs> {
  readonly #child: ChildProcess
  #next = 0
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()

  /** @param file name of the program, which calls `serveJobs` with jobs of type J */
  constructor(file: string) {
    const path = fileURLToPath(new URL(file, import.meta.url))
    this.#child = fork(path, { execArgv: ['--import', 'tsx'], serialization: 'advanced' })
    this.#child.on('message', (answer: Answered) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if (answer.ok) waiting?.resolve(answer.value)
      else waiting?.reject(new Error(`${file}: ${String(answer.value)}`))
    })
    this.#child.once('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${file} ended with ${code}`))
    })
  }

  ask<N extends keyof J & string>(job: N, input: Input<J, N>): Promise<Output<J, N>> {
    const id = (this.#next += 1)
    const asked: Asked = { id, job, input }
    return new Promise((resolve, reject) => {
      // The child runs exactly J[N], so its answer is of that job's type.
      this.#waiting.set(id, { resolve: (value) => resolve(value as Output<J, N>), reject })
      this.#child.send(asked)
    })
  }

  end(): void {
    this.#child.kill()
  }
}

/** The other side: answers what is asked until the parent goes. */
export function serveJobs(jobs: Jobs): void {
  process.on('message', ({ id, job, input }: Asked) => {
    const answer = (ok: boolean, value: unknown) => process.send?.({ id, ok, value } satisfies Answered)
    const run = jobs[job]
    if (!run) {
      answer(false, `no job ${job}`)
      return
    }
    // `ask` takes the input from the same type that the job declares.
    run(input as never).then(
      (value) => answer(true, value),
      (error: unknown) => answer(false, error instanceof Error ? error.stack : error),
    )
  })
  process.on('disconnect', () => process.exit(0))
}
