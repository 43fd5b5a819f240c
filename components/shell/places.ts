import {
  BookOpen,
  Flag,
  Gauge,
  GraduationCap,
  House,
  type LucideIcon,
  MessageSquareText,
  Route,
  ScrollText,
  Settings,
  Siren,
} from 'lucide-react'
import { paths } from '@/lib/kernel/paths'

/** One place of the house; `go` is the key after `g` that leads there. */
export type Place = { label: string; href: string; Icon: LucideIcon; go?: string }

/** The places that exist, by what one comes for (ux §1.2). */
export const PLACES: readonly { group: string | null; places: readonly Place[] }[] = [
  { group: null, places: [{ label: 'Overview', href: paths.overview(), Icon: House, go: 'o' }] },
  {
    group: 'Ship',
    places: [
      { label: 'Rollouts', href: paths.rollouts(), Icon: Route, go: 'r' },
      { label: 'Flags', href: paths.flags(), Icon: Flag, go: 'f' },
    ],
  },
  {
    group: 'Listen',
    places: [
      { label: 'Feedback', href: paths.feedback(), Icon: MessageSquareText, go: 'b' },
      { label: 'Metrics', href: paths.metrics(), Icon: Gauge, go: 'm' },
    ],
  },
  { group: 'Respond', places: [{ label: 'Incidents', href: paths.incidents(), Icon: Siren, go: 'i' }] },
  { group: 'Learn', places: [{ label: 'Learnings', href: paths.learnings(), Icon: GraduationCap, go: 'l' }] },
  {
    group: 'Govern',
    places: [
      { label: 'Audit', href: paths.audit(), Icon: ScrollText, go: 'a' },
      { label: 'Settings', href: paths.settings(), Icon: Settings, go: ',' },
      { label: 'Guide', href: paths.guide(), Icon: BookOpen },
    ],
  },
]

export const allPlaces: readonly Place[] = PLACES.flatMap(({ places }) => places)

/** Whether a place is the one that an address belongs to. */
export const isHere = (pathname: string, href: string): boolean =>
  href === paths.overview() ? pathname === href : pathname === href || pathname.startsWith(`${href}/`)
