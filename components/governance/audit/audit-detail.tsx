import Link from 'next/link'
import { Time } from '@/components/ui/time'
import { detailLines } from '@/lib/governance/core/audit-words'
import { type AuditEntryView } from '@/lib/governance/core/schema'
import { paths } from '@/lib/kernel/paths'

/** What one row holds: the fields that changed, the evidence, and its place in the chain. */
export function AuditDetail({ row }: { row: AuditEntryView }) {
  const lines = detailLines(row.detail)
  const compared = lines.some(({ before }) => before !== null)
  return (
    <div className="flex flex-col gap-3 border-t border-line bg-sunken/40 px-4 py-3 text-dense">
      {lines.length > 0 && (
        <div>
          <table className="w-full border-collapse text-left">
            <thead className="text-caption text-text-3">
              <tr>
                <th scope="col" className="py-1 pr-4 font-medium">
                  Field
                </th>
                {compared && (
                  <th scope="col" className="py-1 pr-4 font-medium">
                    Before
                  </th>
                )}
                <th scope="col" className="py-1 font-medium">
                  {compared ? 'After' : 'Value'}
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ path, before, after }) => (
                <tr key={path} className="border-t border-line align-top">
                  <th scope="row" className="py-1 pr-4 font-mono font-normal text-text-2">
                    {path}
                  </th>
                  {compared && <td className="py-1 pr-4 break-all">{before ?? '–'}</td>}
                  <td className="py-1 break-all">{after ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <dl className="num flex flex-wrap gap-x-6 gap-y-1 text-text-2">
        <Fact name="When">
          <Time at={row.at} format="full" />
        </Fact>
        <Fact name="Verb">{row.verb}</Fact>
        <Fact name="Outcome">{row.outcome}</Fact>
        <Fact name="Object">
          <Link href={`${paths.audit()}?object=${encodeURIComponent(row.object.id)}`} className="underline">
            {row.object.id}
          </Link>
        </Fact>
        <Fact name="Request">{row.requestId}</Fact>
        <Fact name="Position">{row.position}</Fact>
        <Fact name="Hash">
          <span className="break-all">{row.hash}</span>
        </Fact>
      </dl>
    </div>
  )
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div className="flex gap-1.5">
    <dt className="text-text-3">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </div>
)
