import { type Refusal } from '@/lib/kernel/result'

/** For pipelines: 0 yes · 1 no · 2 the question was put wrongly · 3 no answer can be given now. */
export type ExitCode = 0 | 1 | 2 | 3
/** What a command says and how it ends. `text` is for people, `data` for `--json`. */
export type Answer = { code: ExitCode; text: string; data: unknown }
export type Environment = Readonly<Record<string, string | undefined>>
export type Options = { workspace?: string | undefined }

const UNDECIDED = new Set(['database-away', 'no-verdict', 'not-logged'])

/** A refusal in the words and the exit code of a command line. */
export function refused(refusal: Refusal): Answer {
  const { code, message, remedy } = refusal
  return { code: UNDECIDED.has(code) ? 3 : 2, text: remedy ? `${message}\n${remedy}` : message, data: refusal }
}
