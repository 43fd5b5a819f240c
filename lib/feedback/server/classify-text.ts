import { type Actor } from '@/lib/kernel/actor'
import { type Json } from '@/lib/kernel/hash'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Runtime } from '@/lib/platform/runtime'
import { z } from 'zod'
import { CLASSIFY_METHOD } from '../core/classify'
import { cleanText, TEXT_MAX } from '../core/clean-text'
import { languageOf } from '../core/language'
import { type ClassifyView } from '../core/schema'
import { tokensOf } from '../core/tokens'
import { readClassifier } from './rule-set'

const ClassifyInput = z.object({ text: z.string().max(TEXT_MAX) })

/** What the workspace's rules say of a text, with nothing stored: the live test box. */
export async function classifyText(runtime: Runtime, actor: Actor, input: Json): Promise<Outcome<ClassifyView>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const parsed = ClassifyInput.safeParse(input)
  if (!parsed.success)
    return refuse('invalid-input', `text is a string of at most ${TEXT_MAX} characters.`, { field: 'text' })
  const text = cleanText(parsed.data.text)
  const classifier = await readClassifier(runtime.database.db, actor.workspaceId)
  const { type, tags, sentiment } = classifier.judge(text)
  return {
    ok: true,
    value: {
      language: languageOf(text, tokensOf(text.slice(0, 2000))),
      type,
      tags,
      sentiment,
      method: CLASSIFY_METHOD,
    },
  }
}
