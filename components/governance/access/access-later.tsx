'use client'
import { type FC, lazy, Suspense, useSyncExternalStore } from 'react'
import { type Save } from '../settings/use-save'

type Props = { request: Save }

/** Where its script does not come, nobody is asked: the page itself must not fall with it. */
const AccessAsker = lazy(async () => {
  const asker = await import('./access-asker').catch(() => null)
  return { default: asker?.AccessAsker ?? Nobody }
})

const Nobody: FC<Props> = () => null

const never = () => () => {}

/** Comes once the page is alive: nobody asks for a role before they have read what they may not do. */
export function AccessLater({ request }: Props) {
  const isAlive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  if (!isAlive) return null
  return (
    <Suspense fallback={null}>
      <AccessAsker request={request} />
    </Suspense>
  )
}
