'use client'
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react'
import { ActiveContext } from './active'
import { type CohortChartProps } from './cohort-chart'
import { DifferencePanel } from './difference-panel'
import { EventRail } from './event-rail'
import { plotModel } from './plot-model'
import { Readout, useCalm } from './readout'
import { RiskBrackets } from './risk-brackets'
import { toMs } from '@/lib/kernel/moments'
import { type ChartPoint } from './types'
import { useWidth } from './use-width'
import { ValuesPanel } from './values-panel'

/** Event rail, difference panel and values panel on one time axis. Loaded apart from the page. */
export function CohortPlot(props: CohortChartProps) {
  const { metric, points, events, timeZone, range: asked, railRef, view, risks } = props
  const fog = props.fog !== null
  const { from, to } = asked
  const [ref, widthPx] = useWidth<HTMLDivElement>()
  const [active, setActive] = useState<ChartPoint | null>(null)
  const [pinned, setPinned] = useState<ChartPoint | null>(null)
  const shown = pinned ?? active
  const said = useCalm(shown)
  const model = useMemo(
    () => plotModel({ metric, points, events, from, to, timeZone, widthPx, fog }),
    [metric, points, events, from, to, timeZone, widthPx, fog],
  )
  const { shared, measure, values } = model
  const { frame, range } = shared
  const worse = metric.direction === 'lower' ? 'higher is worse ↑' : 'lower is worse ↓'
  const of = measure.kind === 'per-1000' && measure.of ? ` ${measure.of}` : ''
  const difference = (
    <section key="difference">
      <PanelTitle left={frame.left}>
        exposed − baseline, {measure.suffix}
        {of} · {worse}
      </PanelTitle>
      <RiskBrackets risks={risks} range={range} frame={frame} />
      <DifferencePanel
        shared={shared}
        axis={model.difference}
        width={widthPx}
        harm={model.harm}
        fog={fog}
        label={`${metric.name}: difference over time`}
        onActive={setActive}
      />
    </section>
  )
  const levels = (
    <section key="values">
      <PanelTitle left={frame.left}>
        <Swatch dashed={false} /> exposed <Swatch dashed /> baseline
        {measure.kind === 'plain' ? `, ${measure.suffix} (axis zoomed)` : `, % of ${measure.of || 'people'}`}
      </PanelTitle>
      <ValuesPanel
        shared={shared}
        axis={values}
        width={widthPx}
        label={`${metric.name}: exposed and baseline over time`}
        onActive={setActive}
      />
    </section>
  )
  const told = { metric, measure, limit: model.limit, events, timeZone }
  const pin = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && active) setPinned(pinned ? null : active)
    if (event.key === 'Escape' && pinned) setPinned(null)
  }
  return (
    <div ref={ref} className="relative" onKeyDown={pin} role="presentation">
      {widthPx > 0 && (
        <ActiveContext value={shown ? toMs(shown.at) : null}>
          <EventRail ref={railRef} events={events} range={range} frame={frame} widthPx={widthPx} timeZone={timeZone} />
          {view === 'difference' ? [difference, levels] : [levels, difference]}
        </ActiveContext>
      )}
      {shown && (
        <div
          aria-hidden={pinned ? undefined : true}
          className="pointer-events-none absolute top-20 z-10 w-max max-w-[min(360px,calc(100%-16px))] rounded-control border border-line bg-surface px-3 py-2 shadow-float data-pinned:pointer-events-auto data-pinned:select-text"
          style={sideOf(shown, range)}
          data-pinned={pinned ? '' : undefined}
        >
          <Readout {...told} point={shown} />
        </div>
      )}
      <output aria-live="polite" className="sr-only">
        {said && <Readout {...told} point={said} />}
      </output>
    </div>
  )
}

/** The readout stands on the other side of what is pointed at. */
const sideOf = (point: ChartPoint, range: [number, number]) =>
  toMs(point.at) > (range[0] + range[1]) / 2 ? { left: 8 } : { right: 8 }

const PanelTitle = ({ left, children }: { left: number; children: ReactNode }) => (
  <h3
    className="flex flex-wrap items-center gap-1.5 pt-2 pb-1 text-caption font-normal text-text-2"
    style={{ paddingLeft: left }}
  >
    {children}
  </h3>
)

const Swatch = ({ dashed }: { dashed: boolean }) => (
  <svg aria-hidden="true" viewBox="0 0 22 8" className="h-2 w-5.5">
    <line
      x1="0"
      x2="22"
      y1="4"
      y2="4"
      stroke={dashed ? 'var(--baseline)' : 'var(--exposed)'}
      strokeWidth="2.5"
      strokeDasharray={dashed ? '5 3' : undefined}
    />
  </svg>
)
