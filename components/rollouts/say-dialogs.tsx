'use client'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Textarea } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { Time } from '@/components/ui/time'
import { instant, toMs } from '@/lib/kernel/moments'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { EditStages } from './edit-stages'
import { type SayingState, useSay, type WordActions } from './use-say'

type Props = { rollout: RolloutView; actions: WordActions; saying: SayingState }

/** The dialog that is open beside the decisions, if one is. */
export function SayDialogs({ rollout, actions, saying }: Props) {
  if (saying.saying === 'stages') return <EditStages rollout={rollout} edit={actions.edit} close={saying.close} />
  if (saying.saying === 'comment') return <Words rollout={rollout} action={actions.comment} close={saying.close} />
  if (saying.saying === 'annotate')
    return <Words rollout={rollout} action={actions.annotate} close={saying.close} dated />
  return null
}

type WordsProps = {
  rollout: RolloutView
  action: WordActions['comment']
  close: () => void
  /** A note stands at a moment of the chart. */
  dated?: boolean
}

function Words({ rollout, action, close, dated = false }: WordsProps) {
  const say = useSay(rollout, action)
  const [text, setText] = useState('')
  const [ago, setAgo] = useState('0')
  const [now] = useState(rollout.now)
  const n = /^\d{1,5}$/.test(ago.trim()) ? Number(ago) : null
  const at = n === null ? null : instant(toMs(now) - n * 60_000)
  const submit = async () => {
    if (text.trim() === '' || (dated && at === null)) return
    if (await say.send({ text: text.trim(), ...(dated && { at }) })) close()
  }
  return (
    <Dialog
      open
      onOpenChange={close}
      title={dated ? `Note on the chart of ${rollout.name}` : `Comment on ${rollout.name}`}
      description={
        dated
          ? 'It stands in the chart and in the activity.'
          : 'It stands in the activity, for everyone who reads this.'
      }
    >
      <form
        className="flex flex-col gap-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Field label={dated ? 'What happened' : 'Comment'}>
          {(described) => (
            <Textarea {...described} value={text} maxLength={2000} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
        {dated && (
          <Field
            label="Minutes ago"
            error={at === null ? 'A whole number of minutes.' : null}
            hint={at && <Time at={at} format="both" />}
          >
            {(described) => (
              <Input
                {...described}
                inputMode="numeric"
                value={ago}
                maxLength={5}
                onChange={(event) => setAgo(event.target.value)}
              />
            )}
          </Field>
        )}
        {say.refusal && <RefusalNote refusal={say.refusal} />}
        {say.fault && <Banner tone="warn">Soundings couldn’t be reached. What you wrote is still here.</Banner>}
        <div className="flex gap-2">
          <Button
            look="primary"
            type="submit"
            pending={say.isPending}
            disabledReason={text.trim() === '' ? 'Write something first' : null}
          >
            {dated ? 'Add note' : 'Comment'}
          </Button>
          <Button onClick={close}>Back</Button>
        </div>
      </form>
    </Dialog>
  )
}
