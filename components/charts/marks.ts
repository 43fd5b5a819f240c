import { toMs } from '@/lib/kernel/moments'
import { type ChartEvent } from './types'

/** One sign per kind of event (ux §3.1): who or what moved, told by shape. */
export type Mark = { glyph: string; word: string }

export function markOf(event: ChartEvent): Mark {
  const kind = event.kind
  if (kind.startsWith('deploy')) return { glyph: '↑', word: 'Deploy' }
  if (kind.startsWith('incident')) return { glyph: '■', word: 'Incident' }
  if (kind.startsWith('feedback')) return { glyph: '●', word: 'Feedback' }
  if (kind.startsWith('note')) return { glyph: '✎', word: 'Note' }
  if (kind.startsWith('metric')) return { glyph: '≠', word: 'Metric changed' }
  if (kind === 'rollout.stage_changed' || kind === 'rollout.started') return { glyph: '┃', word: 'Stage' }
  if (event.by?.kind === 'policy') return { glyph: '◇', word: 'Policy' }
  if (event.by?.kind === 'person' || event.by?.kind === 'service') return { glyph: '◆', word: 'Person' }
  return { glyph: '·', word: 'System' }
}

/** Events too close together to hit are one marker with their number. */
export type Marker = { id: string; at: number; events: readonly ChartEvent[] }

/** @param pxPerMs width of the plot over its time range */
export function clusterEvents(events: readonly ChartEvent[], pxPerMs: number, apartPx = 16): Marker[] {
  const markers: { id: string; at: number; events: ChartEvent[] }[] = []
  for (const event of events.toSorted((a, b) => toMs(a.at) - toMs(b.at))) {
    const last = markers.at(-1)
    if (last && (toMs(event.at) - last.at) * pxPerMs < apartPx) last.events.push(event)
    else markers.push({ id: event.id, at: toMs(event.at), events: [event] })
  }
  return markers
}
