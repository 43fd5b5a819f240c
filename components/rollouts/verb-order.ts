import { type RolloutView, type StateKind, type Verb, type VerbView } from '@/lib/rollouts/core/schema'

/** Words of the verbs, the same on button, key, audit and API; a dialog's dots are added where one asks. */
export const VERB_WORDS: Record<Verb, string> = {
  'request-approval': 'Request approval',
  start: 'Start',
  approve: 'Approve',
  decline: 'Decline',
  pause: 'Pause',
  'keep-paused': 'Keep paused',
  resume: 'Resume',
  advance: 'Advance',
  'accept-risk': 'Accept risk',
  stop: 'Stop exposure',
  'roll-back': 'Roll back',
  finish: 'Finish',
  abandon: 'Abandon',
  undo: 'Undo',
}

/** Verbs that stand as buttons in each state, the first of them primary; all others are in the menu. */
const BUTTONS: Record<StateKind, readonly Verb[]> = {
  draft: ['request-approval', 'start'],
  'awaiting-approval': ['approve', 'decline', 'start', 'pause', 'roll-back'],
  running: ['pause', 'advance', 'finish', 'roll-back'],
  holding: ['pause', 'accept-risk', 'advance', 'roll-back'],
  paused: ['resume', 'keep-paused', 'accept-risk', 'roll-back'],
  stopped: ['resume', 'roll-back'],
  'rolling-back': [],
  'rolled-back': [],
  finished: [],
  abandoned: [],
}

/** Stand as buttons only while they can be pressed. */
const ONLY_ENABLED: ReadonlySet<Verb> = new Set(['finish', 'accept-risk', 'keep-paused', 'start'])

export const isHarmful = ({ verdict, latched }: Pick<RolloutView, 'verdict' | 'latched'>): boolean =>
  latched || verdict?.code === 'harmful' || verdict?.code === 'harmful-for-segment'

/** Buttons (the first is primary) and menu of one rollout for one viewer. When it is harmful, Roll back leads. */
export function arrangeVerbs(rollout: RolloutView): { buttons: VerbView[]; menu: VerbView[] } {
  const shown = rollout.verbs.filter((verb) => verb.shown)
  const order = BUTTONS[rollout.state]
  const buttons = order.flatMap((verb) => {
    const view = shown.find((each) => each.verb === verb)
    return view && (view.enabled || !ONLY_ENABLED.has(verb) || (verb === 'start' && rollout.state === 'draft'))
      ? [view]
      : []
  })
  const rollBack = buttons.find((view) => view.verb === 'roll-back')
  const led = isHarmful(rollout) && rollBack ? [rollBack, ...buttons.filter((view) => view !== rollBack)] : buttons
  // Undo stands in its banner, with its clock.
  const menu = shown.filter((view) => !led.includes(view) && view.verb !== 'undo')
  return { buttons: led, menu }
}
