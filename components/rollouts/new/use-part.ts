'use client'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { type RolloutDraftId } from '@/lib/kernel/id'
import { DRAFT_PARTS, type DraftPart } from './parts'

const partOf = (text: string | null): DraftPart => DRAFT_PARTS.find((part) => part === text) ?? 'why'

function write(name: string, value: string, how: 'push' | 'replace'): void {
  const query = new URLSearchParams(window.location.search)
  query.set(name, value)
  const address = `${window.location.pathname}?${String(query)}`
  if (how === 'push') window.history.pushState(null, '', address)
  else window.history.replaceState(null, '', address)
}

/**
 * Which part is on show lives in the address, so that back, forward and reload keep it. Written without asking the
 * server: a part is there at once.
 */
export function usePart() {
  const params = useSearchParams()
  const part = partOf(params.get('part'))
  const [visited, setVisited] = useState<ReadonlySet<DraftPart>>(() => new Set())
  const at = DRAFT_PARTS.indexOf(part)
  // Whoever opens a later part by its address is asked about the earlier ones too.
  const seen = new Set<DraftPart>([...DRAFT_PARTS.slice(0, at), ...visited])

  return {
    part,
    seen,
    go: (to: DraftPart) => {
      setVisited((before) => new Set([...before, part]))
      if (to === part) return
      write('part', to, 'push')
      window.scrollTo({ top: 0 })
    },
    /** The first save gave the draft its address. */
    keep: (id: RolloutDraftId) => write('draft', id, 'replace'),
  }
}
