'use client'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useRoom } from '@/components/shell/viewer'
import { roleNeeded } from '@/lib/governance/core/role-needed'
import { type Role } from '@/lib/kernel/permissions'
import { type Save } from '../settings/use-save'
import { roleOf } from '../settings/words'

const AccessDialog = lazy(async () => ({ default: (await import('./access-dialog')).AccessDialog }))

type Asking = { wanted: Role; why: string } | null

/** A press on anything that is disabled for want of a role opens the request for it, on every page. */
export function AccessAsker({ request }: { request: Save }) {
  const { viewer } = useRoom()
  const own = roleOf(viewer.role)
  const [asking, ask] = useState<Asking>(null)
  useEffect(() => {
    const onClick = ({ target }: MouseEvent) => {
      const control = target instanceof Element ? target.closest('[aria-disabled="true"][aria-describedby]') : null
      const why = control ? describedBy(control) : ''
      const wanted = roleNeeded(why)
      if (wanted !== null && wanted !== own) ask({ wanted, why })
    }
    document.addEventListener('click', onClick)
    return () => document.removeEventListener('click', onClick)
  }, [own])
  if (viewer.id === '' || asking === null) return null
  return (
    <Suspense fallback={null}>
      <AccessDialog {...asking} own={own} request={request} close={() => ask(null)} />
    </Suspense>
  )
}

const describedBy = (control: Element): string =>
  (control.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ')
