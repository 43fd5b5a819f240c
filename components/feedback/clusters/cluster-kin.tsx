'use client'
import Link from 'next/link'
import { lazy, Suspense, useState } from 'react'
import { type Action, useAction } from '@/components/live/use-action'
import { Button } from '@/components/ui/button'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys } from '@/lib/feedback/client/queries'
import { type ClusterView } from '@/lib/feedback/core/schema'
import { percent } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'

const ConfirmAction = lazy(async () => ({ default: (await import('@/components/ui/confirm-action')).ConfirmAction }))

type Props = {
  cluster: ClusterView
  reason: string | null
  merge: Action<unknown>
  onDone: (said: string, from: string) => void
}

/** What similarity only suggests; a person confirms. */
export function ClusterKin({ cluster, reason, merge, onDone }: Props) {
  const sent = useAction(merge, feedbackKeys.all)
  const [asked, ask] = useState<ClusterView['maybeSame'][number] | null>(null)
  const confirm = async () => {
    if (!asked) return
    const outcome = await sent.send({ clusterId: cluster.id, from: asked.id })
    if (!outcome?.ok) return
    onDone(`${asked.name} “${asked.title}” is part of ${cluster.name} now.`, asked.id)
    ask(null)
  }
  return (
    <>
      <ul className="flex flex-col gap-2">
        {cluster.maybeSame.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-3">
            <Link href={paths.cluster(one.name)} prefetch={false} className="num underline">
              {one.name}
            </Link>
            <span className="min-w-0 break-words">
              “{one.title}” <span className="num text-text-2">{percent(one.similarity)} alike</span>
            </span>
            <Button
              size="small"
              disabledReason={reason}
              aria-label={`Merge ${one.name} into this`}
              onClick={() => ask(one)}
            >
              Merge into this…
            </Button>
          </li>
        ))}
      </ul>
      <Suspense fallback={null}>
        {asked && (
          <ConfirmAction
            open
            onOpenChange={() => ask(null)}
            title={`Merge ${asked.name} into ${cluster.name}?`}
            body={`All items of “${asked.title}” come here and its name goes. Undo brings both back as they were.`}
            confirm="Merge"
            cancel="Keep both"
            focusOn="confirm"
            pending={sent.isPending}
            onConfirm={() => void confirm()}
          >
            {sent.refusal && <RefusalNote refusal={sent.refusal} />}
          </ConfirmAction>
        )}
      </Suspense>
    </>
  )
}
