'use client'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { incidentKeys, incidentQuery } from '@/lib/incidents/client/queries'
import { type IncidentStrip, type IncidentView } from '@/lib/incidents/core/schema'
import { paths } from '@/lib/kernel/paths'
import { StripStop } from './strip-stop'
import { type IncidentActions } from './use-incident'

const NOTHING = (): IncidentView | null => null

/**
 * The same command as X. What stands in the strip may change under the finger, so what would be stopped, where and for
 * whom is read anew and named first. Where that cannot be read, the page of the incident has the way for it.
 */
export function StopFromStrip({ strip, actions }: { strip: IncidentStrip; actions: IncidentActions }) {
  const client = useQueryClient()
  const router = useRouter()
  const [reading, setReading] = useState(false)
  // Every page has a strip of its own: what is asked outlives the one that was pressed.
  const { data: asked } = useQuery({ queryKey: incidentKeys.asked(), queryFn: skipToken, initialData: NOTHING })
  const ask = (view: IncidentView | null) => client.setQueryData(incidentKeys.asked(), view)
  const open = () => router.push(paths.incident(strip.name))
  const press = async () => {
    setReading(true)
    const read = await client.fetchQuery({ ...incidentQuery(strip.id), staleTime: 0 }).catch(() => null)
    setReading(false)
    if (read) ask(read)
    else open()
  }
  return (
    <>
      <Button
        size="small"
        look="danger"
        disabledReason={strip.stop.enabled ? null : (strip.stop.reason ?? 'Not possible now')}
        pending={reading}
        pendingLabel="Reading…"
        aria-haspopup="dialog"
        onClick={() => void press()}
      >
        Stop exposure
      </Button>
      {asked && <StripStop incident={asked} actions={actions} close={() => ask(null)} open={open} />}
    </>
  )
}
