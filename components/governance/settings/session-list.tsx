import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { type SessionView } from '@/lib/governance/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { RowAction } from './row-action'
import { type Save } from './use-save'
import { browserOf } from './words'

type Props = { sessions: readonly SessionView[]; here: string | null; named: boolean; now: Instant; revoke: Save }

/** Browsers that are signed in. @param named whether it says whose they are */
export const SessionList = ({ sessions, here, named, now, revoke }: Props) => (
  <ul>
    {sessions.map(({ id, person, userAgent, createdAt, seenAt }) => {
      const browser = browserOf(userAgent)
      return (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3 first:border-t-0">
          <div className="min-w-0 flex-1 basis-56">
            <p className="text-body font-medium">{named ? `${person.name}: ${browser}` : browser}</p>
            <p className="text-dense text-text-2">
              Signed in <Time at={createdAt} format="short" now={now} />, last used{' '}
              <Time at={seenAt} format="short" now={now} />
            </p>
          </div>
          {id === here ? (
            <Badge>This browser</Badge>
          ) : (
            <RowAction
              label="Sign out"
              name={named ? `Sign out ${person.name}, ${browser}` : `Sign out ${browser}`}
              action={revoke}
              input={{ sessionId: id }}
              said="That browser is signed out"
            />
          )}
        </li>
      )
    })}
  </ul>
)
