'use client'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { RefusalNote } from '@/components/ui/refusal-note'
import { stageFields } from '@/lib/rollouts/core/draft-form'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { specOf, stageProblems } from '@/lib/rollouts/core/stage-fields'
import { StagesEditor } from './new/stages-editor'
import { useSay, type WordActions } from './use-say'

type Props = { rollout: RolloutView; edit: WordActions['edit']; close: () => void }

/** The stages to come. Those that have begun stay; a changed one asks its approvers again. */
export function EditStages({ rollout, edit, close }: Props) {
  // What was seen when it opened: a newer version refuses, and says who was first.
  const [seen] = useState(rollout)
  const [stages, setStages] = useState(() => seen.stages.map(stageFields))
  const [tried, setTried] = useState(false)
  const say = useSay(seen, edit)
  const problems = new Map(stages.flatMap(stageProblems))
  const save = async () => {
    setTried(true)
    if (problems.size > 0) return
    const specs = stages.map((stage) => specOf(stage, null))
    if (await say.send({ expectedVersion: seen.version, stages: specs })) close()
  }
  return (
    <Dialog
      open
      onOpenChange={close}
      title={`Later stages of ${seen.name}`}
      description={
        seen.approvals.length > 0 || seen.state === 'awaiting-approval'
          ? 'A stage that changes asks its approvers again.'
          : 'What people have now stays as it is.'
      }
    >
      <div className="flex flex-col gap-4 pb-4">
        <StagesEditor
          stages={stages}
          begun={seen.stage}
          shows={[]}
          errorOf={(field) => (tried ? (problems.get(field) ?? null) : null)}
          onChange={setStages}
        />
        {say.refusal && <RefusalNote refusal={say.refusal} />}
        {say.fault && <Banner tone="warn">Soundings couldn’t be reached. We don’t know if this was saved.</Banner>}
        <div className="flex gap-2">
          <Button look="primary" pending={say.isPending} onClick={() => void save()}>
            Save stages
          </Button>
          <Button onClick={close}>Leave as they are</Button>
        </div>
      </div>
    </Dialog>
  )
}
