import { RowAction } from '@/components/governance/settings/row-action'
import { Card, SettingsFrame } from '@/components/governance/settings/settings-frame'
import { type Save } from '@/components/governance/settings/use-save'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { deployedWords } from '@/lib/telemetry/core/deployment'
import { type DeploymentSetup, type DeploymentSourceMade } from '@/lib/telemetry/core/deployment-schema'
import { type Named, NewMapping } from './new-mapping'
import { NewWebhookButton } from './new-webhook-button'
import { PROVIDERS } from './provider-words'
import { UnmappedName } from './unmapped-name'

type Props = {
  setup: DeploymentSetup
  environments: readonly Named[]
  /** Where Soundings is reached from outside. */
  origin: string
  now: Instant
  why: string | null
  actions: { create: Save<DeploymentSourceMade>; remove: Save; map: Save; unmap: Save }
}

const STATUSES = {
  started: 'On its way',
  finished: 'Finished',
  failed: 'Failed',
  'rolled-back': 'Rolled back',
} as const
const OUTCOMES = { taken: 'Taken', unmapped: 'Mapped to nothing', ignored: 'Left aside' } as const

/** How deployments come in: webhooks, what their names are here, and what came last. */
export function DeploymentsScreen({ setup, environments, origin, now, why, actions }: Props) {
  const { deployments, sources, mappings, deliveries, unmapped, refusedToday } = setup
  const nameOf = (id: string | null) => environments.find((one) => one.id === id)?.name ?? 'a removed environment'
  return (
    <SettingsFrame
      section="deployments"
      answer={answerOf(setup)}
      action={<NewWebhookButton create={actions.create} origin={origin} why={why} />}
    >
      {deployments.length > 0 && (
        <Card title="Last deployments">
          <ul>
            {deployments.map((one) => (
              <li key={one.id} className={ROW}>
                <div className="min-w-0 flex-1 basis-64">
                  <p className="text-body font-medium break-words">
                    {deployedWords(one)} to{' '}
                    {one.environmentId === null ? one.environmentTold : nameOf(one.environmentId)}
                  </p>
                  <p className="text-dense text-text-2">
                    <Time at={one.statusAt} format="short" now={now} />
                    {one.by && `, by ${one.by}`}
                    {one.environmentId === null && ', mapped to nothing'}
                    {one.url && (
                      <>
                        ,{' '}
                        <a href={one.url} rel="noreferrer" className="text-accent underline">
                          what its pipeline says
                        </a>
                      </>
                    )}
                  </p>
                </div>
                <Badge>{STATUSES[one.status]}</Badge>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {unmapped.length > 0 && (
        <Card
          title="Mapped to nothing"
          intro="Deployments to these are kept, but stand on no rollout and no incident until you say where they belong."
        >
          <ul>
            {unmapped.map(({ told, deployments }) => (
              <li key={told} className={ROW}>
                <div className="min-w-0 flex-1 basis-48">
                  <p className="truncate text-body font-medium">{told}</p>
                  <p className="text-dense text-text-2">
                    {deployments} deployment{deployments === 1 ? '' : 's'}
                  </p>
                </div>
                <UnmappedName told={told} environments={environments} map={actions.map} why={why} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card
        title="Webhooks"
        intro={
          <>
            Pipelines can also say it themselves, with a CI key: <code>soundings deploy --help</code>, or{' '}
            <a href={paths.api.docs()} className="text-accent underline">
              the API
            </a>
            .
          </>
        }
      >
        {sources.length === 0 && <p className="text-body text-text-2">No provider tells of deployments yet.</p>}
        <ul>
          {sources.map(({ id, provider, name, webhookPath, createdAt }) => (
            <li key={id} className={ROW}>
              <div className="min-w-0 flex-1 basis-64">
                <p className="text-body font-medium">{name}</p>
                <code className="block text-caption break-all text-text-2">{origin + webhookPath}</code>
                <p className="text-dense text-text-2">
                  Set up <Time at={createdAt} format="short" now={now} />
                </p>
              </div>
              <Badge>{PROVIDERS[provider].name}</Badge>
              <span className="flex flex-wrap gap-2">
                <CopyButton text={origin + webhookPath} label={`Copy the address of ${name}`} />
                <RowAction
                  label="Remove…"
                  name={`Remove ${name}`}
                  look="quiet"
                  action={actions.remove}
                  input={{ sourceId: id }}
                  said={`${name} was removed`}
                  why={why}
                  ask={{
                    title: `Remove ${name}?`,
                    body: 'What its provider sends is refused from now on. Deployments that came by it stay.',
                    confirm: 'Remove',
                    cancel: 'Keep it',
                  }}
                />
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Names" intro="What a provider calls an environment or a repository, in words of ours.">
        {mappings.length > 0 && (
          <ul>
            {mappings.map(({ kind, told, environmentId, service, ignored }) => (
              <li key={`${kind} ${told}`} className={ROW}>
                <p className="min-w-0 flex-1 basis-48 text-body break-words">
                  <span className="font-medium">{told}</span>{' '}
                  {ignored ? 'is left aside' : `is ${service ?? nameOf(environmentId)}`}
                </p>
                <Badge>{kind === 'environment' ? 'Environment' : 'Repository'}</Badge>
                <RowAction
                  label="Remove"
                  name={`Remove the name ${told}`}
                  look="quiet"
                  action={actions.unmap}
                  input={{ kind, told }}
                  said={`${told} is mapped no longer`}
                  why={why}
                />
              </li>
            ))}
          </ul>
        )}
        <NewMapping environments={environments} map={actions.map} why={why} />
      </Card>
      <Card
        title="Last deliveries"
        intro={
          refusedToday > 0
            ? `${refusedToday} request${refusedToday === 1 ? ' was' : 's were'} turned away in the last day: a wrong signature, or a body that cannot be read.`
            : 'None was turned away in the last day.'
        }
      >
        {deliveries.length === 0 && <p className="text-body text-text-2">Nothing has come by webhook yet.</p>}
        <ul>
          {deliveries.map(({ provider, deliveryId, event, outcome, detail, receivedAt }) => (
            <li key={`${provider} ${deliveryId}`} className={ROW}>
              <div className="min-w-0 flex-1 basis-64">
                <p className="text-body break-words">{detail}</p>
                <p className="text-dense break-all text-text-2">
                  {PROVIDERS[provider].name}, {event || 'no event'}, <Time at={receivedAt} format="short" now={now} />
                </p>
              </div>
              <Badge>{OUTCOMES[outcome]}</Badge>
            </li>
          ))}
        </ul>
      </Card>
    </SettingsFrame>
  )
}

const ROW = 'flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3 first:border-t-0'

function answerOf({ sources, unmapped }: DeploymentSetup): string {
  const n = sources.length
  const first = n === 0 ? 'No webhook is set up.' : `${n} webhook${n === 1 ? ' tells' : 's tell'} of deployments.`
  if (unmapped.length === 0) return first
  return `${first} ${unmapped.length} name${unmapped.length === 1 ? ' is' : 's are'} mapped to nothing.`
}
