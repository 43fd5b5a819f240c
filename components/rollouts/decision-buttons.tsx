'use client'
import { Ellipsis } from 'lucide-react'
import { Kbd } from '@/components/ui/badge'
import { cx } from '@/components/ui/cx'
import { Button, buttonClass } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { type RolloutView, type Verb, type VerbView } from '@/lib/rollouts/core/schema'
import { type Verbs } from './use-verbs'
import { arrangeVerbs, isHarmful, VERB_WORDS } from './verb-order'

const KEYS: Partial<Record<Verb, string>> = { pause: 'P', 'roll-back': 'R', approve: 'A', advance: 'N' }

type Props = {
  rollout: RolloutView
  verbs: Verbs
  /** In the dock on phones: the first two, and the menu. */ compact?: boolean
}

/** Every verb of the present state: buttons for the likely ones, the rest in the menu, each disabled with its reason. */
export function DecisionButtons({ rollout, verbs, compact = false }: Props) {
  const { buttons, menu } = arrangeVerbs(rollout)
  if (buttons.length + menu.length === 0) return null
  const late = compact ? buttons.slice(2) : []
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:w-full max-sm:*:flex-1" data-decisions="">
      {buttons.slice(0, compact ? 2 : undefined).map((view, i) => (
        <VerbButton key={view.verb} view={view} at={i} harmful={isHarmful(rollout)} verbs={verbs} />
      ))}
      {buttons.length > 2 || menu.length > 0 ? (
        <div className={cx('max-sm:flex-none!', !compact && menu.length === 0 && 'sm:hidden')}>
          <DropdownMenu
            align="start"
            label="More actions"
            face={<Ellipsis aria-hidden="true" size={20} strokeWidth={1.75} />}
            className={cx(buttonClass('quiet'), 'w-9 px-0! max-sm:size-12')}
          >
            {/* What has no room as a button on a phone stands here there. */}
            {!compact &&
              buttons.slice(2).map((view) => <VerbItem key={view.verb} view={view} verbs={verbs} onPhones />)}
            {[...late, ...menu].map((view) => (
              <VerbItem key={view.verb} view={view} verbs={verbs} />
            ))}
          </DropdownMenu>
        </div>
      ) : null}
    </div>
  )
}

function VerbItem({ view, verbs, onPhones = false }: { view: VerbView; verbs: Verbs; onPhones?: boolean }) {
  return (
    <MenuItem
      className={onPhones ? 'sm:hidden' : undefined}
      onSelect={() => verbs.press(view.verb)}
      disabledReason={view.enabled ? null : view.reason}
    >
      {wordOf(view)}
    </MenuItem>
  )
}

const wordOf = ({ verb, confirm }: VerbView): string =>
  confirm && verb !== 'roll-back' && verb !== 'approve' ? `${VERB_WORDS[verb]}…` : VERB_WORDS[verb]

type ButtonProps = { view: VerbView; at: number; harmful: boolean; verbs: Verbs }

function VerbButton({ view, at, harmful, verbs }: ButtonProps) {
  const first = at === 0
  const key = KEYS[view.verb]
  const danger = view.verb === 'roll-back' && first && harmful
  return (
    <Button
      look={danger ? 'danger' : first ? 'primary' : 'secondary'}
      disabledReason={view.enabled ? null : view.reason}
      pending={verbs.pending === view.verb}
      onClick={() => verbs.press(view.verb)}
      aria-keyshortcuts={key}
      className={cx('max-sm:h-12', at > 1 && 'max-sm:hidden')}
    >
      {wordOf(view)}
      {key && view.enabled && (
        <span aria-hidden="true" className="max-sm:hidden">
          <Kbd>{key}</Kbd>
        </span>
      )}
    </Button>
  )
}
