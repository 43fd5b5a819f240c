import { Badge } from '@/components/ui/badge'
import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import { type CreatedKey, type KeyView, type RotatedKey } from '@/lib/governance/core/schema'
import { elapsedMs, type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { CreateKeyButton } from './create-key-button'
import { RotateKeyButton } from './rotate-key-button'
import { RowAction } from './row-action'
import { Card, SettingsFrame } from './settings-frame'
import { type Save } from './use-save'
import { ROLE_WORDS } from './words'

export type Named = { id: string; name: string }
type Props = {
  keys: readonly KeyView[]
  environments: readonly Named[]
  members: readonly Named[]
  now: Instant
  why: string | null
  actions: { create: Save<CreatedKey>; rotate: Save<RotatedKey>; revoke: Save }
}

/** Keys by what they open; the key itself was shown once. */
export function KeysScreen({ keys, environments, members, now, why, actions }: Props) {
  const isOver = (key: KeyView) =>
    key.revokedAt !== null || (key.expiresAt !== null && elapsedMs(now, key.expiresAt) <= 0)
  const living = keys.filter((key) => !isOver(key))
  const over = keys.filter(isOver)
  const unused = living.filter(({ lastUsedAt }) => lastUsedAt === null).length
  const row = (key: KeyView) => (
    <li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3 first:border-t-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-body font-medium">
          {key.name} <code className="text-caption font-normal text-text-2">{key.hint}…</code>
        </p>
        <p className="text-dense text-text-2">
          {key.userId
            ? `Acts as ${nameOf(members, key.userId) ?? 'somebody who left'}`
            : `Acts as a service, ${ROLE_WORDS[key.role]}`}
          {key.environmentId && `, in ${nameOf(environments, key.environmentId) ?? 'a removed environment'}`}
        </p>
        <p className="text-dense text-text-2">
          {key.lastUsedAt ? (
            <>
              Last used <Time at={key.lastUsedAt} format="short" now={now} />
            </>
          ) : (
            'Never used'
          )}
          {key.revokedAt ? (
            <>
              , revoked <Time at={key.revokedAt} format="short" now={now} />
            </>
          ) : (
            key.expiresAt && (
              <>
                , {elapsedMs(now, key.expiresAt) > 0 ? 'works until' : 'expired'}{' '}
                <Time at={key.expiresAt} format="short" now={now} />
              </>
            )
          )}
        </p>
      </div>
      <Badge>{key.scope}</Badge>
      {!isOver(key) && (
        <span className="flex gap-2">
          <RotateKeyButton keyId={key.id} name={key.name} rotate={actions.rotate} why={why} />
          <RowAction
            label="Revoke…"
            name={`Revoke ${key.name}`}
            look="quiet"
            action={actions.revoke}
            input={{ keyId: key.id }}
            said={`${key.name} was revoked`}
            why={why}
            ask={{
              title: `Revoke ${key.name}?`,
              body: 'Whoever uses it is refused within five seconds. This cannot be undone; Rotate lets the old key work on for a while.',
              confirm: 'Revoke',
              cancel: 'Keep the key',
            }}
          />
        </span>
      )}
    </li>
  )
  return (
    <SettingsFrame
      section="keys"
      answer={`${living.length} keys work; ${unused} of them ${unused === 1 ? 'was' : 'were'} never used.`}
      action={<CreateKeyButton create={actions.create} environments={environments} members={members} why={why} />}
    >
      <p className="text-body text-text-2">
        What a key can ask for:{' '}
        <a href={paths.api.docs()} className="text-accent underline">
          the API, operation by operation
        </a>
        .
      </p>
      {living.length === 0 ? (
        <EmptyState title="No key works">Clients, servers and CI show a key to be let in.</EmptyState>
      ) : (
        <Card title="Keys that work">
          <ul>{living.map(row)}</ul>
        </Card>
      )}
      {over.length > 0 && (
        <Card title="Revoked and expired">
          <ul>{over.map(row)}</ul>
        </Card>
      )}
    </SettingsFrame>
  )
}

const nameOf = (list: readonly Named[], id: string | null): string | null =>
  list.find((one) => one.id === id)?.name ?? null
