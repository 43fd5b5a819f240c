import { authenticateKey, readPrivacy } from '@/lib/governance/server/contract'
import { isAway } from '@/lib/platform/database'
import { json, problem, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { type Runtime } from '@/lib/platform/runtime'

/** `GET /api/ingest/v1/feedback/consent`: what people are told beside a form, for the pages that show one. */
export async function tellConsent(runtime: Runtime, request: HotRequest): Promise<HotResponse> {
  const who = await authenticateKey(runtime, request, ['client', 'server'])
  if (!who.ok) return problem(who.status, who.code, TITLES[who.code] ?? who.code, who.status === 503 ? LATER : {})
  try {
    const { settings, version } = await readPrivacy(runtime.database.db, who.key.workspaceId)
    // Whoever is told something old agrees to something old.
    return json(200, { text: settings.consentText, version }, { 'cache-control': 'no-store' })
  } catch (error) {
    if (!isAway(error)) throw error
    return problem(503, 'storage', 'Soundings cannot reach its database.', LATER)
  }
}

const LATER = { retryAfterS: 5 }
const TITLES: Readonly<Record<string, string>> = {
  'unknown-key': 'The key is not known.',
  'expired-key': 'The key has expired or was revoked.',
  scope: 'Ask with a client or a server key.',
  'keys-unavailable': 'Keys cannot be looked up just now.',
}
