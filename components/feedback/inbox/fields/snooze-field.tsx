'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { type TriageAct } from '@/lib/feedback/core/schema'
import { snoozeChoices } from '../asking'

/** Moments people mean, and the wait for an answer. */
export function SnoozeField({ onAct }: { onAct: (act: TriageAct) => void }) {
  const [choices] = useState(() => snoozeChoices(new Date()))
  return (
    <div className="flex flex-col items-start gap-2">
      {choices.map(({ label, at }) => (
        <Button key={label} onClick={() => onAct({ verb: 'snooze', snooze: { until: 'time', at } })}>
          {label}
        </Button>
      ))}
      <Button onClick={() => onAct({ verb: 'snooze', snooze: { until: 'reply' } })}>Until they reply</Button>
    </div>
  )
}
