'use client'
import { useState, useTransition } from 'react'
import { useAnnounce } from '@/components/ui/announcer'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { count } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { type Outcome } from '@/lib/kernel/result'

type Checked = { ok: boolean; entries: number; brokenAt?: number; at: Instant }
export type CheckChain = () => Promise<Outcome<Checked>>

/** Whether anybody changed a row after it was written: recomputed from the first one on request. */
export function ChainCheck({ check }: { check: CheckChain }) {
  const [checked, setChecked] = useState<Checked | null>(null)
  const [fault, setFault] = useState(false)
  const [pending, start] = useTransition()
  const announce = useAnnounce()
  const run = () =>
    start(async () => {
      setFault(false)
      try {
        const outcome = await check()
        if (!outcome.ok) throw new Error(outcome.code)
        setChecked(outcome.value)
        announce('polite', outcome.value.ok ? 'The chain is unbroken' : 'The chain is broken')
      } catch {
        setFault(true) // signed out, or the server could not be reached
        announce('polite', 'The chain could not be checked')
      }
    })
  const button = (
    <Button size="small" pending={pending} pendingLabel="Checking…" onClick={run}>
      {checked ? 'Check again' : 'Check the chain'}
    </Button>
  )
  if (fault) {
    return (
      <Banner tone="warn" actions={button}>
        The chain could not be checked. That says nothing about its rows; try again.
      </Banner>
    )
  }
  if (!checked) {
    return <Banner actions={button}>Each row carries a hash over itself and the row before it.</Banner>
  }
  return checked.ok ? (
    <Banner tone="good" actions={button}>
      Unbroken: all {count(checked.entries)} rows are as they were written. Checked{' '}
      <Time at={checked.at} format="both" />.
    </Banner>
  ) : (
    <Banner tone="bad" role="alert" actions={button}>
      Broken at row {checked.brokenAt}: it, or one after it, was changed outside Soundings. Keep a copy of the database
      and find out who had access.
    </Banner>
  )
}
