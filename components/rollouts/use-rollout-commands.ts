'use client'
import { useEffect, useEffectEvent } from 'react'
import { useCommands } from '@/components/shell/palette/commands'
import { takeErrand } from '@/components/shell/palette/errand'
import { paths } from '@/lib/kernel/paths'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { type Verbs } from './use-verbs'
import { VERB_WORDS } from './verb-order'

/** The verbs of this rollout in the palette, and what the palette asked for on another page. */
export function useRolloutCommands(rollout: RolloutView, verbs: Verbs): void {
  useCommands(
    rollout.verbs.map(({ verb, enabled, reason, confirm }) => ({
      label: `${VERB_WORDS[verb]} ${rollout.name}${confirm || verb === 'stop' ? '…' : ''}`,
      detail: `${rollout.flag}, ${rollout.environmentName}`,
      disabledReason: enabled ? null : (reason ?? 'Not now'),
      run: () => verbs.pressInPalette(verb),
    })),
  )
  const arrived = useEffectEvent(() => {
    const asked = takeErrand(paths.rollout(rollout.name))
    const view = rollout.verbs.find(({ verb }) => verb === asked)
    if (view) verbs.pressInPalette(view.verb)
  })
  useEffect(() => arrived(), [])
}
