import { percent, plural } from '@/lib/kernel/format'
import { type DraftCheck } from '@/lib/rollouts/core/schema'
import { Card } from '../card'

/** Whether the audience is like everybody, by platform, region and plan; or that nobody knows. */
export function RepresentativeTable({ found }: { found: DraftCheck['representative'] }) {
  return (
    <Card title="Does the audience stand for everybody?">
      {!found || !found.known ? (
        <p className="measure text-body text-text-2">{found?.why ?? 'Choose flag and environment first.'}</p>
      ) : (
        <>
          <p className="measure mb-2 text-body text-text-2">
            {plural(found.inAudience, 'person', 'people')} of the newest {plural(found.people, 'person', 'people')} seen
            in the last day {found.inAudience === 1 ? 'is' : 'are'} in the audience.
            {found.unknownTraits.length > 0 && ` Exposure records do not say: ${found.unknownTraits.join(', ')}.`}
          </p>
          {found.rows.length > 0 && (
            <table className="w-full border-collapse text-body">
              <caption className="sr-only">Audience against everybody</caption>
              <thead className="text-left text-caption text-text-3">
                <tr>
                  {['Trait', 'Value', 'Audience', 'Everybody'].map((name) => (
                    <th key={name} scope="col" className="px-2 pb-1 font-medium first:pl-0">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody className="num">
                {found.rows.map(({ trait, value, audience, everybody }) => (
                  <tr key={`${trait} ${value}`} className="border-t border-line">
                    <td className="px-2 py-1.5 pl-0 text-text-2">{trait}</td>
                    <th scope="row" className="px-2 py-1.5 text-left font-medium">
                      {value}
                    </th>
                    <td className="px-2 py-1.5">{percent(audience)}</td>
                    <td className="px-2 py-1.5">{percent(everybody)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </Card>
  )
}
