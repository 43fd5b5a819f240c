'use client'
import { useHotkeyList, useSingleKeysOn } from '@/components/live/hotkeys'
import { Kbd } from '@/components/ui/badge'
import { Dialog } from '@/components/ui/dialog'

/** Every key that works on this page now. */
export function ShortcutSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const keys = useHotkeyList()
  const [on] = useSingleKeysOn()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      description={
        on
          ? 'Off while you type or a dialog is open. Your menu turns them all off.'
          : 'Single keys are off. Your menu turns them on.'
      }
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 pb-4 text-body">
        {keys.map((hotkey) => (
          <div key={hotkey.key + hotkey.label} className="contents">
            <dt>
              <Kbd>{hotkey.key.toUpperCase()}</Kbd>
            </dt>
            <dd>{hotkey.label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
