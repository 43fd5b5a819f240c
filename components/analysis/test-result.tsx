import { Sparkline } from '@/components/charts/sparkline'
import { Banner } from '@/components/ui/banner'
import { Fact } from '@/components/ui/fact'
import { isRateForm, levelWords } from '@/lib/analysis/core/metric-words'
import { type MetricDefinition, type MetricTest } from '@/lib/analysis/core/schema'
import { countExact, plural } from '@/lib/kernel/format'

type Props = { tested: MetricTest; metric: Pick<MetricDefinition, 'aggregation' | 'unit'>; environment: string }

/** What the definition would have said of the last seven days, on what really arrived. */
export function TestResult({ tested, metric, environment }: Props) {
  const { people, had, events, value, days, part } = tested
  if (people === 0) {
    return (
      <Banner tone="warn">
        Nobody was heard of in {environment} in the last 7 days, so there is nothing to test on.
      </Banner>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      {events === 0 && (
        <Banner tone="warn">
          It never happened in the last 7 days, though {plural(people, 'person was', 'people were')} heard of. Check the
          name of the event and what it is narrowed by.
        </Banner>
      )}
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-body">
        <Fact name="People heard of">{countExact(people)}</Fact>
        <Fact name="It happened to">{countExact(had)} of them</Fact>
        <Fact name="Events that count">{countExact(events)}</Fact>
        <Fact name={isRateForm(metric) ? 'Rate, 7 days' : 'Level, 7 days'}>
          <span className="font-bold">{value === null ? 'cannot be told' : levelWords(metric, value)}</span>
        </Fact>
      </dl>
      <div className="overflow-x-auto">
        <table className="w-full text-dense">
          <caption className="sr-only">By day (UTC)</caption>
          <thead className="text-caption text-text-2">
            <tr>
              <th scope="col" className="py-1 pr-3 text-left font-medium">
                Day (UTC)
              </th>
              <th scope="col" className="py-1 pr-3 text-right font-medium">
                People
              </th>
              <th scope="col" className="py-1 pr-3 text-right font-medium">
                Happened to
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                {isRateForm(metric) ? 'Rate' : 'Level'}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.at} className="num border-t border-line">
                <th scope="row" className="py-1 pr-3 text-left font-normal">
                  {day.at.slice(5, 10)}
                </th>
                <td className="py-1 pr-3 text-right">{countExact(day.people)}</td>
                <td className="py-1 pr-3 text-right">{countExact(day.had)}</td>
                <td className="py-1 text-right">{day.value === null ? '–' : levelWords(metric, day.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Sparkline values={days.map(({ value: at }) => at)} />
      <p className="text-dense text-text-2">
        Real events of everybody in {environment}, whatever they were served.
        {part < 1 && ` Read from 1 in ${Math.round(1 / part)} people, chosen evenly.`} A rollout counts each person from
        the moment they meet the change.
      </p>
    </div>
  )
}
