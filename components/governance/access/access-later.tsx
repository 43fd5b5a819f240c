'use client'
import { lazy, Suspense, useEffect, useState } from 'react'
import { type Save } from '../settings/use-save'

const AccessAsker = lazy(async () => ({ default: (await import('./access-asker')).AccessAsker }))

/** Comes once the page is alive: nobody asks for a role before they have read what they may not do. */
export function AccessLater({ request }: { request: Save }) {
  const [isAlive, setAlive] = useState(false)
  useEffect(() => setAlive(true), [])
  if (!isAlive) return null
  return (
    <Suspense fallback={null}>
      <AccessAsker request={request} />
    </Suspense>
  )
}
