import { restRead } from '@/lib/governance/server/rest'
import { openIncidentStrip } from '@/lib/incidents/server/reads'

/** The worst open incident, for the strip above every page. */
export const GET = restRead(async ({ runtime, actor }) => ({
  ok: true,
  value: { strip: await openIncidentStrip(runtime, actor) },
}))
