import { type Action } from '@/components/live/use-action'
import { type ErasureView } from '@/lib/feedback/core/schema'

/** A picture at an address that shows it for a few minutes. */
export type ShownPicture = { id: string; address: string }
export type Original = { text: string; subject: string | null; email: string | null }

/** What the page lends the part about a person: server actions. */
export type PersonActions = {
  reveal: Action<{ messages: Original[]; attachments: ShownPicture[] }>
  consent: Action<unknown>
  exportPerson: Action<object>
  erasePerson: Action<ErasureView, { personId: string; confirm?: number }>
}

export const LOST = 'Soundings couldn’t be reached. Nothing changed. Try again.'
