#!/usr/bin/env node
import { run } from './run'
import { CREW, serveJobs } from './simulate/crew'

// A simulation runs this script again, in processes that it sends work to.
if (process.send && process.argv[2] === CREW) serveJobs()
else await answer()

async function answer(): Promise<void> {
  try {
    const { code, text } = await run(process.argv.slice(2), process.env)
    const stream = code < 2 ? process.stdout : process.stderr
    stream.write(`${text}\n`)
    process.exitCode = code
  } catch (error) {
    process.stderr.write(`soundings: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = 3
  }
}
