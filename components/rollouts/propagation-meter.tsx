import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { count, plural, significant } from '@/lib/kernel/format'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { commandFor } from './decision-answer'

/** How many clients show that they run the safe version; the others are named. */
export function PropagationMeter({ rollout }: { rollout: RolloutView }) {
  const { propagation } = rollout
  if (!propagation) return null
  const { seen, confirmed, unconfirmed, silent, p95S } = propagation
  return (
    <section aria-label="Clients" className="card flex flex-col gap-2 px-4 py-3 sm:px-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="num font-medium">
          {seen === 0
            ? 'No client was seen in the last 5 min.'
            : `${count(confirmed)} of ${plural(seen, 'client', 'clients')} confirmed`}
        </p>
        <p className="num text-dense text-text-2">
          {p95S !== null && `95% within ${significant(p95S, 2)} s`}
          {silent > 0 && ` · ${plural(silent, 'client', 'clients')} silent, not seen for 5 min`}
        </p>
      </div>
      {seen > 0 && (
        <progress
          aria-label="Clients confirmed"
          max={seen}
          value={confirmed}
          className="forced-edge h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-good [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-good"
        />
      )}
      {unconfirmed.length > 0 && (
        <details className="text-dense">
          <summary className="touchable py-1 font-medium">
            {plural(unconfirmed.length, 'client hasn’t', 'clients haven’t')} confirmed and may still serve it
          </summary>
          <ul className="mt-1 mb-2 flex flex-col gap-1 text-text-2">
            {unconfirmed.map((client) => (
              <li key={client.id} className="num">
                <span className="font-mono text-caption">{client.id}</span>
                {client.service && ` · ${client.service}${client.version ? ` ${client.version}` : ''}`} · revision{' '}
                {client.revision}, seen <Time at={client.seenAt} format="age" now={rollout.now} />
              </li>
            ))}
          </ul>
          <CopyButton text={commandFor(rollout, 'stop')} label="Copy command" />
        </details>
      )}
    </section>
  )
}
