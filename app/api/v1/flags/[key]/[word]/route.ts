import { archiveFlag, unarchiveFlag } from '@/lib/flags/server/archive-flag'
import { explainFlag } from '@/lib/flags/server/explain-flag'
import { listEnvironments } from '@/lib/flags/server/environments'
import { HISTORY_MAX, readHistory } from '@/lib/flags/server/flag-history'
import { readSeen } from '@/lib/flags/server/flag-seen'
import { copyRules, restoreVersion } from '@/lib/flags/server/restore-version'
import { resumeFlag, stopFlag } from '@/lib/flags/server/stop-flag'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { listOf, numberCursor, withMembers } from '@/lib/platform/rest'

type Params = { key: string; word: string }

/** What can be asked about one flag: its history, when clients asked for it, and why somebody gets what they get. */
export const GET = restRead<Params>(async ({ runtime, actor, now, params: { key, word }, query }) => {
  const { db } = runtime.database
  if (word === 'history') {
    const before = numberCursor(query.get('cursor'))
    if (!before.ok) return before
    const page = { limit: HISTORY_MAX + 1, ...(before.value === undefined ? {} : { before: before.value }) }
    const items = await readHistory(db, actor.workspaceId, key, page)
    return { ok: true, value: listOf(items, HISTORY_MAX, ({ version }) => String(version)) }
  }
  if (word === 'seen') {
    const environments = await listEnvironments(db, actor.workspaceId)
    const items = (await readSeen(db, actor.workspaceId, environments, key)).get(key) ?? []
    return { ok: true, value: { items, nextCursor: null } }
  }
  if (word !== 'explain') return refuse('not-found', 'A flag has history, seen and explain.')
  const attributes = attributesIn(query.get('attributes'))
  if (attributes === undefined) {
    return refuse('invalid-input', 'attributes is a JSON object.', { field: 'attributes' })
  }
  const targetingKey = query.get('targetingKey') ?? undefined
  const environment = query.get('environment') ?? ''
  const input = { key, environment, attributes, ...(targetingKey === undefined ? {} : { targetingKey }) }
  return explainFlag(db, actor.workspaceId, input, now)
})

function attributesIn(text: string | null): unknown {
  try {
    return text === null ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The verbs of a flag. */
export const POST = restWrite<Params>(async ({ params: { key, word }, body, run }) => {
  const input = withMembers(body, { key })
  switch (word) {
    case 'stop':
      return run(stopFlag, input)
    case 'resume':
      return run(resumeFlag, input)
    case 'archive':
      return run(archiveFlag, input)
    case 'unarchive':
      return run(unarchiveFlag, input)
    case 'restore-version':
      return run(restoreVersion, input)
    case 'copy-rules':
      return run(copyRules, input)
    default:
      return refuse('not-found', 'A flag has no such verb.')
  }
})
