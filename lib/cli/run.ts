import { parseArgs } from 'node:util'
import { migrateDatabase } from '@/lib/server/admin'
import { refused, type Answer, type Environment } from './answer'
import { auditVerify } from './audit-verify'
import { deploy } from './deploy'
import { evalFeedback } from './eval-feedback'
import { replay } from './replay'
import { simulate } from './simulate'

export const USAGE = `Usage: soundings <command> [options]

  audit verify            recompute the audit chains; tells where one is broken
  replay <decision>       reach the verdict behind a decision again (dec_… or DEC-12)
  eval feedback <file>    how well texts are read: labelled JSONL, nothing is stored
  simulate --all          false alarms and speed of the engine in simulated rollouts (simulate --help)
  deploy                  tell Soundings of a deployment, from a pipeline; deploy --help says how
  migrate                 bring the database to the newest schema

  --workspace=<slug>      one workspace instead of all
  --json                  the answer as JSON
  -h, --help              this text

The database is DATABASE_URL, else the embedded one that runs on SOUNDINGS_DATA (.soundings).
Exit codes: 0 yes, 1 no, 2 wrong usage or configuration, 3 undecided (no answer can be given now).`

const OPTIONS = {
  workspace: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** One command line. @returns exit code and the text for the terminal; faults are thrown */
export async function run(args: readonly string[], environment: Environment): Promise<{ code: number; text: string }> {
  // It has options of its own, and no database.
  if (args[0] === 'simulate') return simulate(args.slice(1))
  if (args[0] === 'deploy') {
    const { code, text, data, json } = await deploy(args.slice(1), environment)
    return { code, text: json ? JSON.stringify(data, null, 2) : text }
  }
  const parsed = read(args)
  if (!parsed.ok) return { code: 2, text: `${parsed.message}\n\n${USAGE}` }
  const { positionals, values } = parsed
  if (values.help) return { code: 0, text: USAGE }
  const answer = await dispatch(positionals, values, environment)
  if (!answer) return { code: 2, text: positionals.length ? `Not known: ${positionals.join(' ')}\n\n${USAGE}` : USAGE }
  return { code: answer.code, text: values.json ? JSON.stringify(answer.data, null, 2) : answer.text }
}

async function dispatch(
  [command = '', ...words]: readonly string[],
  options: { workspace?: string | undefined },
  environment: Environment,
): Promise<Answer | null> {
  const [word] = words
  if (command === 'audit' && word === 'verify' && words.length === 1) return auditVerify(environment, options)
  if (command === 'replay' && word && words.length === 1) return replay(environment, word, options)
  const [what, file] = words
  if (command === 'eval' && what === 'feedback' && file && words.length === 2) return evalFeedback(file)
  if (command === 'migrate' && !word) {
    const done = await migrateDatabase(environment)
    return done.ok ? { code: 0, text: 'The database has the newest schema.', data: { ok: true } } : refused(done)
  }
  return null
}

function read(args: readonly string[]) {
  try {
    return { ok: true, ...parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }) } as const
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) } as const
  }
}
