'use client'
import { lazy, Suspense, useState } from 'react'
import { useRoom } from '@/components/shell/viewer'
import { Button } from '@/components/ui/button'
import { type Role } from '@/lib/kernel/permissions'
import { type Save } from '../settings/use-save'
import { roleOf } from '../settings/words'

const AccessDialog = lazy(async () => ({ default: (await import('./access-dialog')).AccessDialog }))

/** On a page that is for another role. @param why what that page says */
export function RequestAccess({ wanted, why, request }: { wanted: Role; why: string; request: Save }) {
  const { viewer } = useRoom()
  const [asking, ask] = useState(false)
  return (
    <>
      <Button className="self-start" onClick={() => ask(true)}>
        Request access…
      </Button>
      <Suspense fallback={null}>
        {asking && (
          <AccessDialog
            own={roleOf(viewer.role)}
            wanted={wanted}
            why={why}
            request={request}
            close={() => ask(false)}
          />
        )}
      </Suspense>
    </>
  )
}
