'use client'
import { useHotkeyList } from '@/components/live/hotkeys'
import { useKeySettings } from '@/components/live/key-settings'
import { Kbd } from '@/components/ui/badge'
import { Dialog } from '@/components/ui/dialog'

/** Every key that works on this page now. */
export function ShortcutSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const keys = useHotkeyList()
  const [{ off }] = useKeySettings()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      description={
        off
          ? 'Single keys are off. Your menu turns them on; ⌘K works always.'
          : 'Off while you type or a dialog is open. Preferences turn them off or move them.'
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
