'use client'
import { type Action, useAction } from '@/components/live/use-action'
import { useAnnounce } from '@/components/ui/announcer'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { RefusalNote } from '@/components/ui/refusal-note'
import { Time } from '@/components/ui/time'
import { feedbackKeys } from '@/lib/feedback/client/queries'
import { type PersonView } from '@/lib/feedback/core/schema'
import { LOST } from './person-actions'

const PURPOSES = [
  ['reply', 'Answers to them'],
  ['quote', 'Their words quoted'],
  ['session', 'Data of their session'],
  ['prompts', 'Questions in the app'],
] as const

type Props = { person: PersonView; reason: string | null; set: Action<unknown> }

/** What they agreed to and took back, purpose by purpose. Each word is a new row; none is written over. */
export function ConsentList({ person, reason, set }: Props) {
  const sent = useAction(set, feedbackKeys.all)
  const announce = useAnnounce()
  const record = async (purpose: string, label: string, granted: boolean) => {
    const outcome = await sent.send({ personId: person.id, purpose, granted, source: 'told us' })
    if (outcome?.ok) announce('polite', `${label}: ${granted ? 'agreed' : 'taken back'}`)
  }
  return (
    <>
      <ul className="flex flex-col gap-1 text-dense">
        {PURPOSES.map(([purpose, label]) => {
          const said = person.consents.find((one) => one.purpose === purpose)
          return (
            <li key={purpose} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium">{label}</span>
              <span className="text-text-2">
                {said ? (
                  <>
                    {said.granted ? 'Agreed' : 'Taken back'}, {said.source}, <Time at={said.at} format="full" />
                    {said.wording && ` (“${said.wording}”)`}
                  </>
                ) : (
                  'Never asked'
                )}
              </span>
              <span className="ml-auto flex gap-2">
                {said?.granted !== true && (
                  <Button
                    size="small"
                    disabledReason={reason}
                    pending={sent.isPending}
                    aria-label={`They agreed: ${label}`}
                    onClick={() => void record(purpose, label, true)}
                  >
                    They agreed
                  </Button>
                )}
                {said?.granted !== false && (
                  <Button
                    size="small"
                    disabledReason={reason}
                    pending={sent.isPending}
                    aria-label={`They said no: ${label}`}
                    onClick={() => void record(purpose, label, false)}
                  >
                    They said no
                  </Button>
                )}
              </span>
            </li>
          )
        })}
      </ul>
      {sent.refusal && <RefusalNote refusal={sent.refusal} />}
      {sent.fault && <Banner tone="warn">{LOST}</Banner>}
    </>
  )
}
