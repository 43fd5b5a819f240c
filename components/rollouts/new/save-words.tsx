'use client'
import { Time } from '@/components/ui/time'
import { type Draft } from './use-draft'

/** Whether what is on screen is on the server. */
export function SaveWords({ draft: { state, kept } }: { draft: Draft }) {
  return (
    <output aria-label="Draft" data-save={state.kind} className="whitespace-nowrap">
      {state.kind === 'saving' && 'Saving…'}
      {state.kind === 'saved' && kept && (
        <>
          Draft saved <Time at={kept.at} format="seconds" />.
        </>
      )}
      {state.kind === 'unsaved' && (kept ? 'Not saved yet.' : 'It saves itself.')}
      {state.kind === 'fault' && 'Not saved: Soundings couldn’t be reached.'}
      {state.kind === 'refused' && 'Not saved.'}
    </output>
  )
}
