import { signedIn } from '@/lib/governance/server/session-actor'
import { exportIncident } from '@/lib/incidents/server/timeline-reads'
import { paths } from '@/lib/kernel/paths'

/** The incident as a Markdown file. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params
  const { runtime, actor } = await signedIn(paths.incident(id))
  const made = await exportIncident(runtime, actor, id, 'UTC')
  if (!made.ok) return new Response(made.message, { status: 404 })
  return new Response(made.value.markdown, {
    headers: {
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': `attachment; filename="${made.value.name}.md"`,
      'x-content-type-options': 'nosniff',
    },
  })
}
