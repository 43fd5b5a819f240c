'use client'
import { useState } from 'react'

/** What is typed and not saved. When the saved value becomes another one, the draft begins anew from it. */
export function useDraft<T extends object>(saved: T) {
  const [state, setState] = useState({ saved, draft: saved })
  const same = JSON.stringify(state.saved) === JSON.stringify(saved)
  if (!same) setState({ saved, draft: saved })
  const draft = same ? state.draft : saved
  const set = (change: Partial<T>) => setState(({ draft: before }) => ({ saved, draft: { ...before, ...change } }))
  return {
    draft,
    set,
    dirty: JSON.stringify(draft) !== JSON.stringify(saved),
    discard: () => setState({ saved, draft: saved }),
  }
}
