'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useZone } from '@/components/ui/zone'
import { paths } from '@/lib/kernel/paths'
import { copyLink } from '../copy-link'
import { allPlaces } from '../places'
import { applyTheme } from '../theme'
import { usePageCommands } from './commands'
import { leaveErrand } from './errand'
import { type PaletteRow } from './match'

export type ActionableRow = PaletteRow & { run: () => void }

/** What the search of the REST API answers, and the palette reads. */
type Found = { kind: string; label: string; detail: string; href: string; verbs?: { label: string; verb: string }[] }

const isFound = (value: unknown): value is Found =>
  typeof value === 'object' &&
  value !== null &&
  ['kind', 'label', 'detail', 'href'].every((key) => typeof Reflect.get(value, key) === 'string')

async function search(q: string, signal: AbortSignal): Promise<Found[]> {
  const response = await fetch(paths.api.search(q), { signal })
  if (!response.ok) throw new Error(`search answered ${response.status}`)
  const body: { items?: unknown } = await response.json()
  return Array.isArray(body.items) ? body.items.filter(isFound) : []
}

/** All lines of the palette: the page's own commands first, then what was found, then places and preferences. */
export function usePaletteRows(typed: string, showKeys: () => void) {
  const router = useRouter()
  const { timeZone, choose } = useZone()
  const here = usePageCommands()
  const q = typed.trim()
  const found = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => search(q, signal),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  })
  const rows: ActionableRow[] = [
    ...here.map((command) => ({
      id: `here:${command.label}`,
      group: 'Here',
      label: command.label,
      detail: command.detail,
      hint: command.key?.toUpperCase(),
      disabledReason: command.disabledReason,
      run: command.run,
    })),
    ...(found.data ?? []).map(({ kind, label, detail, href }) => ({
      id: href,
      group: kind,
      label,
      detail,
      run: () => router.push(href),
    })),
    ...(found.data ?? []).flatMap(({ label: object, detail, href, verbs = [] }) =>
      verbs.map(({ label, verb }) => ({
        id: `${href} ${verb}`,
        group: 'Act',
        label: `${label} ${object}`,
        detail,
        run: () => {
          leaveErrand(href, verb)
          router.push(href)
        },
      })),
    ),
    ...[
      { label: 'New rollout', href: paths.newRollout() },
      { label: 'New flag', href: paths.newFlag() },
      { label: 'Declare incident', href: paths.newIncident() },
    ].map(({ label, href }) => ({ id: href, group: 'Do', label, run: () => router.push(href) })),
    ...allPlaces.map(({ label, href, go }) => ({
      id: `place:${href}`,
      group: 'Go to',
      label,
      hint: go && `G ${go.toUpperCase()}`,
      run: () => router.push(href),
    })),
    { id: 'copy', group: 'View', label: 'Copy link at this moment', hint: 'Y', run: () => void copyLink() },
    { id: 'keys', group: 'View', label: 'Keys that work here', hint: '?', run: showKeys },
    ...(['light', 'dark', 'system'] as const).map((theme) => ({
      id: `theme:${theme}`,
      group: 'View',
      label: theme === 'system' ? 'Theme as the system' : `Theme: ${theme}`,
      run: () => applyTheme(theme),
    })),
    {
      id: 'zone',
      group: 'View',
      label: timeZone === 'UTC' ? 'Times in my zone' : 'Times in UTC',
      run: () => choose(timeZone === 'UTC' ? 'local' : 'UTC'),
    },
  ]
  return { rows, searching: found.isFetching, fault: found.isError }
}
