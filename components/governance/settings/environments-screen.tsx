import { EnvironmentBadge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { type Instant } from '@/lib/kernel/moments'
import { EnvironmentForm, type EnvironmentView } from './environment-form'
import { NewEnvironmentButton } from './new-environment-button'
import { RowAction } from './row-action'
import { Card, SettingsFrame } from './settings-frame'
import { type Save } from './use-save'

type Props = {
  environments: readonly (EnvironmentView & { nextFreeze: { name: string; from: Instant; until: Instant } | null })[]
  now: Instant
  why: string | null
  actions: { create: Save; edit: Save; move: Save }
}

/** Order, approvals and freeze windows of each environment. */
export function EnvironmentsScreen({ environments, now, why, actions }: Props) {
  const frozen = environments.filter(({ nextFreeze }) => nextFreeze !== null && nextFreeze.from <= now)
  return (
    <SettingsFrame
      section="environments"
      answer={
        frozen.length === 0
          ? `${environments.length} environments; none of them is frozen now.`
          : `Frozen now: ${frozen.map(({ name }) => name).join(', ')}. Exposure does not rise there; stopping works always.`
      }
      action={<NewEnvironmentButton create={actions.create} why={why} />}
    >
      {environments.map((environment, i) => (
        <Card
          key={environment.id}
          title={environment.name}
          intro={<Summary environment={environment} now={now} />}
          action={
            <span className="flex items-center gap-2">
              <EnvironmentBadge name={environment.name} />
              {[
                { label: '↑', name: `Move ${environment.name} up`, to: i - 1 },
                { label: '↓', name: `Move ${environment.name} down`, to: i + 1 },
              ].map(({ label, name, to }) => (
                <RowAction
                  key={label}
                  label={label}
                  name={name}
                  action={actions.move}
                  input={{ environmentId: environment.id, to }}
                  said={`${environment.name} was moved`}
                  why={why ?? (to < 0 || to >= environments.length ? 'It is at the end of the order.' : null)}
                />
              ))}
            </span>
          }
        >
          <details>
            <summary className="touchable text-body font-medium text-accent">Edit {environment.name}</summary>
            <EnvironmentForm environment={environment} edit={actions.edit} why={why} />
          </details>
        </Card>
      ))}
    </SettingsFrame>
  )
}

function Summary({ environment, now }: { environment: Props['environments'][number]; now: Instant }) {
  const { key, fourEyes, approvalsMin, confirmWithinS, nextFreeze } = environment
  const approvals =
    approvalsMin === 0 ? 'approvals as the stages ask' : `${approvalsMin} approvals before exposure rises`
  return (
    <>
      <p>
        <code>{key}</code> · {fourEyes === 'demanded' ? 'four eyes' : 'own approval counts'} · {approvals} · clients
        confirm within {confirmWithinS} s
      </p>
      {nextFreeze && (
        <p>
          {nextFreeze.from <= now ? 'Frozen' : 'Next freeze'}: {nextFreeze.name},{' '}
          <Time at={nextFreeze.from} format="short" now={now} /> to{' '}
          <Time at={nextFreeze.until} format="short" now={now} />
        </p>
      )}
    </>
  )
}
