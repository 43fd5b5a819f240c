'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type RolloutDraftId, type RolloutId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/moments'
import { type Refusal } from '@/lib/kernel/result'
import { rolloutKeys } from '@/lib/rollouts/client/queries'
import { type DraftForm } from '@/lib/rollouts/core/schema'
import { type DraftActions } from './types'

const REST_MS = 700

type Kept = { id: RolloutDraftId; version: number; at: Instant } | null
export type SaveState =
  | { kind: 'saved' | 'saving' | 'unsaved' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'fault' }

type Start = { form: DraftForm; kept: Kept; rolloutId: RolloutId | null }

/**
 * A form that keeps itself: saved a moment after the last key, one save after another, and once more before anything
 * follows from it. A draft that was saved elsewhere meanwhile is never written over.
 */
export function useDraft(start: Start, save: DraftActions['save'], onKept: (id: RolloutDraftId) => void) {
  const client = useQueryClient()
  const [form, setForm] = useState(start.form)
  const [kept, setKept] = useState<Kept>(start.kept)
  const [state, setState] = useState<SaveState>({ kind: start.kept ? 'saved' : 'unsaved' })
  const written = useRef({ form: start.form, kept: start.kept, saved: start.kept ? start.form : null })
  const running = useRef<Promise<Kept> | null>(null)

  const saveOnce = async (): Promise<Kept> => {
    const sent = written.current.form
    const { kept: before } = written.current
    setState({ kind: 'saving' })
    const outcome = await save({
      draftId: before?.id ?? null,
      ...(before && { expectedVersion: before.version }),
      rolloutId: start.rolloutId,
      form: sent,
    }).catch(() => null) // shown as not saved; the next key tries again
    if (outcome === null) {
      setState({ kind: 'fault' })
      return null
    }
    if (!outcome.ok) {
      setState({ kind: 'refused', refusal: outcome })
      return null
    }
    const { id, version, updatedAt: at } = outcome.value
    const now = { id, version, at }
    written.current = { ...written.current, kept: now, saved: sent }
    setKept(now)
    setState({ kind: written.current.form === sent ? 'saved' : 'unsaved' })
    if (!before) onKept(id)
    void client.invalidateQueries({ queryKey: rolloutKeys.draft(id) })
    return now
  }

  /** Everything written is on the server when this resolves; null when it could not be saved. */
  const flush = async (): Promise<Kept> => {
    while (running.current) await running.current
    if (written.current.saved === written.current.form) return written.current.kept
    running.current = saveOnce()
    const done = await running.current
    running.current = null
    return done
  }

  const later = useEffectEvent(() => void flush())
  useEffect(() => {
    if (written.current.saved === form || (written.current.saved === null && form === start.form)) return undefined
    const timer = setTimeout(() => later(), REST_MS)
    return () => clearTimeout(timer)
  }, [form, start.form])

  return {
    form,
    kept,
    state,
    flush,
    set: (change: Partial<DraftForm>) => {
      const next = { ...written.current.form, ...change }
      written.current = { ...written.current, form: next }
      setForm(next)
      setState((was) => (was.kind === 'refused' ? was : { kind: 'unsaved' }))
    },
  }
}

export type Draft = ReturnType<typeof useDraft>
