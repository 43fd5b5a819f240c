import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { type DraftForm, type LearningView } from '../core/schema'
import { searchLearnings } from './review-rows'

const ASKED_MAX = 8
const SHORTEST = 5
/** Words that every plan has. */
const COMMON = new Set([
  'believe',
  'because',
  'people',
  'their',
  'there',
  'which',
  'these',
  'those',
  'about',
  'would',
  'instead',
  'every',
  'should',
  'where',
  'other',
])

/** The longest words of what somebody wants to change, and the learnings that mention one of them. */
export async function earlierLearnings(
  db: Db,
  workspaceId: WorkspaceId,
  form: Pick<DraftForm, 'change' | 'hypothesis' | 'flag'>,
): Promise<{ word: string; learnings: LearningView[] } | null> {
  for (const word of wordsOf(`${form.change} ${form.hypothesis} ${form.flag.replaceAll(/[._-]/g, ' ')}`)) {
    const found = await searchLearnings(db, workspaceId, { q: word, limit: 3, before: null })
    if (found.length > 0) return { word, learnings: found.map(({ view }) => view) }
  }
  return null
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []
  const telling = words.filter((word) => word.length >= SHORTEST && !COMMON.has(word))
  return [...new Set(telling)].toSorted((a, b) => b.length - a.length).slice(0, ASKED_MAX)
}
