'use client'
import Link from 'next/link'
import { useState } from 'react'
import { Card } from '@/components/rollouts/card'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { hasLiveRollout } from '@/lib/flags/core/lifecycle'
import { paths } from '@/lib/kernel/paths'
import { Answer } from './answer'
import { ArchiveDialog } from './archive-dialog'
import { type FlagScreenProps } from './flag-screen-types'
import { useDeed } from './use-deed'

/** Why it should go, and the safe order: code first, flag last. */
export function LifecycleTab(props: FlagScreenProps) {
  const { detail, rights, deeds } = props
  const { definition, lifecycle, archivedAt, neededBy, perMinute } = detail
  const sent = useDeed(deeds.edit)
  const [isArchiving, setArchiving] = useState(false)
  const { key } = definition
  const declare = (change: object, said: string) =>
    void sent.send({ key, expectedVersion: detail.version, ...change }, said)
  const isLive = detail.environments.some(({ targeting }) => hasLiveRollout(targeting))
  const reason = archivedAt ? 'The flag is archived.' : rights.edit
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title="Why it should go">
        {lifecycle.stale.length === 0 ? (
          <p className="text-body text-text-2">Nothing says that it is stale.</p>
        ) : (
          <ul className="flex flex-col gap-1 text-body">
            {lifecycle.stale.map(({ kind, text }) => (
              <li key={kind} data-stale={kind}>
                △ {text}
              </li>
            ))}
          </ul>
        )}
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <Button
            size="small"
            disabledReason={reason}
            pending={sent.isPending}
            onClick={() =>
              declare(
                { permanent: !definition.permanent },
                definition.permanent ? 'No longer permanent' : 'Declared permanent',
              )
            }
          >
            {definition.permanent ? 'Not permanent any more' : 'Declare permanent'}
          </Button>
          <span className="text-dense text-text-2">A permanent flag is never asked to be removed.</span>
        </div>
        <Answer sent={sent} />
      </Card>
      <Card title="Retire it in the safe order" aside="code first, flag last">
        <ol className="flex list-decimal flex-col gap-3 pl-5 text-body">
          <li>
            <p className="font-medium">{isLive ? '○ End its rollout' : '✓ No rollout is live'}</p>
            {isLive && <p className="text-text-2">Finish it or roll it back: an archived flag serves nobody.</p>}
          </li>
          <li>
            <p className="font-medium">
              {neededBy.length > 0 ? '○ Free the flags that need it' : '✓ No other flag needs it'}
            </p>
            {neededBy.map((other) => (
              <Link key={other} href={paths.flag(other)} className="mr-2 text-accent underline underline-offset-2">
                {other}
              </Link>
            ))}
          </li>
          <li>
            <p className="font-medium">
              {definition.removedOn
                ? `✓ Removed from code, said on ${definition.removedOn}`
                : '○ Remove it from the code'}
            </p>
            {!definition.removedOn && (
              <>
                <p className="text-text-2">
                  {perMinute > 0
                    ? `Clients ask for it ${perMinute} times a minute.`
                    : 'No client asked in the last hour.'}{' '}
                  Text for the change:
                </p>
                <pre className="my-2 overflow-x-auto rounded-control bg-sunken p-3 text-dense whitespace-pre-wrap">
                  {cleanUpText(props)}
                </pre>
                <span className="flex flex-wrap gap-2">
                  <CopyButton text={cleanUpText(props)} label="Copy the text" />
                  <Button
                    size="small"
                    disabledReason={reason}
                    pending={sent.isPending}
                    onClick={() => declare({ removedOn: detail.now.slice(0, 10) }, 'Declared removed from code')}
                  >
                    It is removed from the code
                  </Button>
                </span>
              </>
            )}
          </li>
          <li>
            <p className="font-medium">{archivedAt ? '✓ Archived' : '○ Archive the flag'}</p>
            {!archivedAt && (
              <Button size="small" className="mt-1" disabledReason={reason} onClick={() => setArchiving(true)}>
                Archive…
              </Button>
            )}
          </li>
        </ol>
        {isArchiving && <ArchiveDialog {...props} close={() => setArchiving(false)} />}
      </Card>
    </div>
  )
}

/** What the change in the code should say, from what the flag serves. */
function cleanUpText({ detail }: FlagScreenProps): string {
  const { key, variants, defaultVariant } = detail.definition
  const main = detail.environments.find((place) => place.key === 'production') ?? detail.environments.at(-1)
  const kept = main?.targeting.rules.find((rule) => rule.kind === 'serve' && rule.when === null)
  const variant = kept?.kind === 'serve' ? kept.variant : (main?.targeting.otherwise ?? defaultVariant)
  return [
    `Remove the flag ${key}`,
    '',
    `Keep what “${variant}” did (${JSON.stringify(variants[variant])}) and delete the other branch, its tests and the flag’s name.`,
    ...detail.lifecycle.stale.map(({ text }) => `- ${text}`),
  ].join('\n')
}
