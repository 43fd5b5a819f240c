'use client'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { type Save } from '../settings/use-save'

const AccessAsker = lazy(async () => ({ default: (await import('./access-asker')).AccessAsker }))

const never = () => () => {}

/** Comes once the page is alive: nobody asks for a role before they have read what they may not do. */
export function AccessLater({ request }: { request: Save }) {
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
