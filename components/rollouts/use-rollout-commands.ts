'use client'
import { useEffect, useEffectEvent } from 'react'
import { useCommands } from '@/components/shell/palette/commands'
import { takeErrand } from '@/components/shell/palette/errand'
import { paths } from '@/lib/kernel/paths'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { type SayingState } from './use-say'
import { type Verbs } from './use-verbs'
import { VERB_WORDS } from './verb-order'

/** The verbs of this rollout in the palette, and what the palette asked for on another page. */
export function useRolloutCommands(rollout: RolloutView, verbs: Verbs, saying: SayingState): void {
  const { edit, comment } = rollout.rights
  const notLive = rollout.startedAt === null ? 'Nobody has it yet: edit the plan' : null
  useCommands([
    ...rollout.verbs.map(({ verb, enabled, reason, confirm }) => ({
      label: `${VERB_WORDS[verb]} ${rollout.name}${confirm || verb === 'stop' ? '…' : ''}`,
      detail: `${rollout.flag}, ${rollout.environmentName}`,
      disabledReason: enabled ? null : (reason ?? 'Not now'),
      run: () => verbs.pressInPalette(verb),
    })),
    {
      label: `Edit later stages of ${rollout.name}…`,
      disabledReason: edit ?? notLive,
      run: () => saying.open('stages'),
    },
    { label: `Comment on ${rollout.name}…`, key: 'c', disabledReason: comment, run: () => saying.open('comment') },
    {
      label: `Note on the chart of ${rollout.name}…`,
      key: 'm',
      disabledReason: comment,
      run: () => saying.open('annotate'),
    },
  ])
  const arrived = useEffectEvent(() => {
    const asked = takeErrand(paths.rollout(rollout.name))
    const view = rollout.verbs.find(({ verb }) => verb === asked)
    if (view) verbs.pressInPalette(view.verb)
  })
  useEffect(() => arrived(), [])
}
