'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { type ChartView } from '@/components/charts/cohort-chart'

/** The present stage, its last quarter of an hour, or everything since Start. */
export type Range = 'stage' | '15m' | 'all'

/** What of the page survives reload, back and a shared link. */
export type ScreenState = {
  metric: string | null
  range: Range
  view: ChartView
  table: boolean
  setMetric: (key: string) => void
  setRange: (range: Range) => void
  setView: (view: ChartView) => void
  toggleTable: () => void
  /** Which part of the page: summary unless another is named. */
  tab: string
  setTab: (tab: string) => void
}

/** Chart choices live in the URL; a change replaces the entry, so that back leaves the page. */
export function useScreenState(): ScreenState {
  const params = useSearchParams()
  const pathname = usePathname()
  const router = useRouter()
  const set = (name: string, value: string | null) => {
    const next = new URLSearchParams(params)
    if (value === null) next.delete(name)
    else next.set(name, value)
    const query = next.toString()
    router.replace(query ? `${pathname}?${query}` : pathname, { scroll: false })
  }
  const table = params.get('table') === '1'
  return {
    metric: params.get('metric'),
    range: rangeOf(params.get('range')),
    view: params.get('panel') === 'values' ? 'values' : 'difference',
    table,
    setMetric: (key) => set('metric', key),
    setRange: (range) => set('range', range === 'stage' ? null : range),
    setView: (view) => set('panel', view === 'difference' ? null : view),
    toggleTable: () => set('table', table ? null : '1'),
    tab: params.get('tab') ?? 'summary',
    setTab: (tab) => set('tab', tab === 'summary' ? null : tab),
  }
}

const rangeOf = (text: string | null): Range => (text === 'all' || text === '15m' ? text : 'stage')
