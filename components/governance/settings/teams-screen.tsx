import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import { type TeamView } from '@/lib/governance/core/people-schema'
import { type Instant } from '@/lib/kernel/moments'
import { RowAction } from './row-action'
import { Card, SettingsFrame } from './settings-frame'
import { type MemberName, TeamButton } from './team-button'
import { type Save } from './use-save'

type Props = {
  teams: readonly TeamView[]
  members: readonly MemberName[]
  now: Instant
  why: string | null
  actions: { create: Save; edit: Save; remove: Save }
}

/** Who works together, and who is called when something breaks. */
export function TeamsScreen({ teams, members, now, why, actions }: Props) {
  const covered = teams.filter(({ onCall }) => onCall !== null).length
  return (
    <SettingsFrame
      section="teams"
      answer={
        teams.length === 0
          ? 'There are no teams yet.'
          : `${covered} of ${teams.length} teams have somebody on call now.`
      }
      action={<TeamButton members={members} why={why} create={actions.create} />}
    >
      {teams.length === 0 && (
        <EmptyState title="No teams yet">
          A team names the people behind a service or a flag, and who of them is on call.
        </EmptyState>
      )}
      {teams.map((team) => (
        <Card
          key={team.id}
          title={team.name}
          action={
            <span className="flex gap-2">
              <TeamButton team={team} members={members} why={why} edit={actions.edit} />
              <RowAction
                label="Remove…"
                name={`Remove ${team.name}`}
                look="quiet"
                action={actions.remove}
                input={{ teamId: team.id }}
                said={`${team.name} was removed`}
                why={why}
                ask={{
                  title: `Remove the team ${team.name}?`,
                  body: 'Its people stay members of the workspace. Nobody is on call for it any more.',
                  confirm: 'Remove',
                  cancel: 'Keep the team',
                }}
              />
            </span>
          }
        >
          <dl className="grid gap-x-6 gap-y-2 text-body sm:grid-cols-[auto_1fr]">
            <dt className="text-text-2">On call</dt>
            <dd>
              {team.onCall ? (
                <>
                  {team.onCall.name}
                  {team.onCall.until && (
                    <>
                      {' '}
                      until <Time at={team.onCall.until} format="short" now={now} />
                    </>
                  )}
                </>
              ) : (
                'Nobody'
              )}
            </dd>
            <dt className="text-text-2">People</dt>
            <dd>{team.members.map(({ name }) => name).join(', ') || 'Nobody'}</dd>
          </dl>
        </Card>
      ))}
    </SettingsFrame>
  )
}
