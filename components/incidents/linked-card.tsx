'use client'
import Link from 'next/link'
import { type ReactNode } from 'react'
import { Card } from '@/components/rollouts/card'
import { Button } from '@/components/ui/button'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { paths } from '@/lib/kernel/paths'
import { type Asked } from './dialogs/asked'
import { type IncidentVerbs } from './use-incident'

type Props = { incident: IncidentView; verbs: IncidentVerbs; ask: (asked: Asked) => void }

/** What it is about and what it is one with: services, rollouts, other incidents. */
export function LinkedCard({ incident, verbs, ask }: Props) {
  const { rollouts, merged, follows, services, may, name } = incident
  const busy = verbs.pending !== null
  return (
    <Card title="Linked">
      <ul className="flex flex-col gap-1 text-body">
        {services.length > 0 && <li>Services: {services.join(', ')}</li>}
        {rollouts.map((rollout) => (
          <Linked key={rollout.id} href={paths.rollout(rollout.name)} name={rollout.name}>
            <Button
              size="small"
              look="quiet"
              pending={busy}
              disabledReason={may.respond.reason}
              aria-label={`Unlink ${rollout.name}`}
              onClick={() =>
                void verbs.send('unlink-rollout', { rollout: rollout.name }, `${rollout.name} is unlinked`)
              }
            >
              Unlink
            </Button>
          </Linked>
        ))}
        {merged.map((one) => (
          <Linked key={one.id} href={paths.incident(one.name)} name={one.name} about="merged into this one">
            <Button
              size="small"
              look="quiet"
              pending={busy}
              disabledReason={may.merge.reason}
              aria-label={`Take ${one.name} out again`}
              onClick={() => void verbs.send('unmerge', { incidentId: one.id }, `${one.name} is by itself again`)}
            >
              Take out
            </Button>
          </Linked>
        ))}
        {follows && <Linked href={paths.incident(follows.name)} name={follows.name} about="the one before it" />}
      </ul>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="small" disabledReason={may.respond.reason} onClick={() => ask({ kind: 'link' })}>
          Link a rollout…
        </Button>
        {incident.isOpen && (
          <Button
            size="small"
            disabledReason={may.merge.reason}
            aria-label={`Merge ${name} into another…`}
            onClick={() => ask({ kind: 'merge' })}
          >
            Merge…
          </Button>
        )}
      </div>
    </Card>
  )
}

type LinkedProps = { href: string; name: string; about?: string; children?: ReactNode }

const Linked = ({ href, name, about, children }: LinkedProps) => (
  <li className="flex flex-wrap items-center gap-2">
    <Link className="num text-accent underline underline-offset-2" href={href}>
      {name}
    </Link>
    {about && <span className="text-dense text-text-2">{about}</span>}
    {children}
  </li>
)
