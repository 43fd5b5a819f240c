'use client'
import { Card } from '@/components/rollouts/card'
import { cx } from '@/components/ui/cx'
import { type FlagPlace } from '@/lib/flags/core/flag-detail'
import { count } from '@/lib/kernel/format'
import { type FlagScreenProps } from './flag-screen-types'
import { seenWords } from './words'

const CLIENT_COLUMNS = [
  ['Service', ''],
  ['Version', ''],
  ['Kind', 'max-sm:hidden'],
  ['Clients', ''],
  ['Revision', ''],
  ['Last seen', 'max-sm:hidden'],
] as const

/** Evaluations by variation, and the clients that ask in this environment. */
export function ExposureTab({ detail, place, usage, clients, people }: FlagScreenProps & { place: FlagPlace }) {
  const total = usage.reduce((sum, row) => sum + row.count, 0)
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title="Evaluations by variation" aside="last 24 h">
        {total === 0 ? (
          <p className="text-body text-text-2">No client of {place.name} asked for this flag in the last day.</p>
        ) : (
          <table className="w-full text-body">
            <caption className="sr-only">Answers in {place.name} in the last 24 hours</caption>
            <thead className="text-left text-caption text-text-3">
              <tr>
                <th scope="col" className="pb-1 font-medium">
                  Variant
                </th>
                <th scope="col" className="pb-1 text-right font-medium">
                  Answers
                </th>
                <th scope="col" className="pb-1 text-right font-medium">
                  Share
                </th>
                <th scope="col" className="pb-1 text-right font-medium">
                  Last seen
                </th>
              </tr>
            </thead>
            <tbody>
              {usage.map((row) => (
                <tr key={row.variant} className="border-t border-line">
                  <th scope="row" className="py-1.5 text-left font-medium">
                    {row.variant || 'default of the code'}
                  </th>
                  <td className="num py-1.5 text-right">{count(row.count)}</td>
                  <td className="num py-1.5 text-right">{Math.round((100 * row.count) / total)}%</td>
                  <td className="num py-1.5 text-right text-text-2">{seenWords(row.lastAt, detail.now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p className="mt-3 text-dense text-text-2">
          Answers are usage: clients that fetch all flags at once count every one. Who met the flag is counted from
          exposure records:{' '}
          {people ? `${count(people.perDay)} people here in the last day.` : 'none came in the last day.'}
        </p>
      </Card>
      <Card title={`Clients of ${place.name}`} aside={`revision ${place.revision}`}>
        {clients.length === 0 ? (
          <p className="text-body text-text-2">No client was seen here in the last day.</p>
        ) : (
          <table className="w-full text-body">
            <caption className="sr-only">Clients by service and version, last 24 hours</caption>
            <thead className="text-left text-caption text-text-3">
              <tr>
                {CLIENT_COLUMNS.map(([name, className]) => (
                  <th key={name} scope="col" className={cx('pr-3 pb-1 font-medium whitespace-nowrap', className)}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {clients.map((row) => (
                <tr key={`${row.kind} ${row.service} ${row.version}`} className="border-t border-line">
                  <th scope="row" className="py-1.5 pr-3 text-left font-medium">
                    {row.service ?? 'not said'}
                  </th>
                  <td className="num py-1.5 pr-3">{row.version ?? 'not said'}</td>
                  <td className="py-1.5 pr-3 text-text-2 max-sm:hidden">{row.kind}</td>
                  <td className="num py-1.5 pr-3">{count(row.clients)}</td>
                  <td className="num py-1.5 pr-3">
                    {row.oldestRevision < place.revision ? `from ${row.oldestRevision}` : row.oldestRevision}
                  </td>
                  <td className="num py-1.5 text-text-2 max-sm:hidden">{seenWords(row.lastAt, detail.now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p className="mt-3 text-dense text-text-2">
          All clients of the environment: which of them asks for this very flag is not recorded.
        </p>
      </Card>
    </div>
  )
}
