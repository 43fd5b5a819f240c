'use client'
import { Dialog } from '@/components/ui/dialog'
import { type Role } from '@/lib/kernel/permissions'
import { AccessForm } from '../settings/access-form'
import { type Save } from '../settings/use-save'

type Props = { own: Role; wanted: Role; why: string; request: Save; close: () => void }

/** Asks for a role where the want of it was met. */
export const AccessDialog = ({ own, wanted, why, request, close }: Props) => (
  <Dialog open onOpenChange={close} title="Request access" description={<p>{why}</p>}>
    <div className="pb-5">
      <AccessForm role={own} wanted={wanted} request={request} />
    </div>
  </Dialog>
)
