'use client'
import { useState } from 'react'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { type IncidentActions, type IncidentVerbs, useIncidentVerbs } from '../use-incident'
import { type Asked } from './asked'
import { LinkDialog } from './link-dialog'
import { MergeDialog } from './merge-dialog'
import { MilestoneDialog } from './milestone-dialog'
import { RenameDialog } from './rename-dialog'
import { RolesDialog } from './roles-dialog'

type Props = { asked: Asked; incident: IncidentView; actions: IncidentActions; close: () => void }

export type DialogProps = {
  /** As it was when the dialog opened: what is sent names that version. */
  seen: IncidentView
  /** As it is now. */
  incident: IncidentView
  verbs: IncidentVerbs
  close: () => void
}

/** What is rarely changed of an incident, each in a dialog of its own; a no is said inside it. */
export function IncidentDialogs({ asked, incident, actions, close }: Props) {
  const [seen] = useState(incident)
  const verbs = useIncidentVerbs(incident, actions)
  const props = { seen, incident, verbs, close }
  switch (asked.kind) {
    case 'rename':
      return <RenameDialog {...props} />
    case 'milestone':
      return <MilestoneDialog {...props} milestone={asked.milestone} />
    case 'roles':
      return <RolesDialog {...props} />
    case 'link':
      return <LinkDialog {...props} />
    case 'merge':
      return <MergeDialog {...props} />
    default:
      return asked satisfies never
  }
}
