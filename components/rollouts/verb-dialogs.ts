import { count, plural, share } from '@/lib/kernel/format'
import { type RolloutView, type Verb } from '@/lib/rollouts/core/schema'
import { losesSomething } from './loses-something'
import { isHarmful, VERB_WORDS } from './verb-order'

/** What a dialog asks before a verb is sent: who, where, how long, what is kept. Buttons are verbs. */
export type VerbDialog = {
  title: string
  body: string[]
  confirm: string
  cancel: string
  danger: boolean
  focusOn: 'confirm' | 'cancel'
  note: 'none' | 'optional' | 'required'
  noteLabel: string
  /** What has to be typed first: rolling back was declared to lose something. */
  typed: string | null
}

export const unmetGates = ({ gates }: RolloutView) =>
  gates.filter((gate) => gate.state !== 'met' && gate.state !== 'accepted' && gate.kind !== 'approvals')

/** `2 of 7 gates are not met: soak time (17 h left), guardrails (…).`; empty when all are. */
export function unmetSentence(rollout: RolloutView): string {
  const unmet = unmetGates(rollout)
  if (unmet.length === 0) return ''
  const listed = unmet.map((gate) => `${gate.label.toLowerCase()} (${gate.why})`).join(', ')
  return `${unmet.length} of ${rollout.gates.length} gates ${unmet.length === 1 ? 'is' : 'are'} not met: ${listed}.`
}

/** About how many more people the next share reaches, by those the present one does; null while nobody has it. */
export function newlyExposed({ peopleExposed, weight, next }: RolloutView): number | null {
  if (next.weight === null || weight <= 0 || peopleExposed === 0) return null
  return Math.round(peopleExposed * (next.weight / weight - 1))
}

const base = {
  cancel: 'Not yet',
  danger: false,
  focusOn: 'cancel',
  note: 'optional',
  noteLabel: 'Note',
  typed: null,
} as const

/** Texts of the dialog of a verb (ux §4); approve has a dialog of its own, protective verbs without one act at once. */
export function verbDialog(verb: Verb, rollout: RolloutView): VerbDialog {
  const asked = plainDialog(verb, rollout)
  if (!losesSomething(verb, rollout)) return asked
  return {
    ...asked,
    body: ['This can’t be safely undone.', rollout.brief?.lost ?? '', ...asked.body].filter(Boolean),
    typed: rollout.flag,
    focusOn: 'cancel',
  }
}

function plainDialog(verb: Verb, rollout: RolloutView): VerbDialog {
  const { flag, environmentName: environment, peopleExposed, next } = rollout
  const people = plural(peopleExposed, 'person', 'people')
  const more = newlyExposed(rollout)
  const reached = more === null ? [] : [`About ${plural(more, 'more person gets', 'more people get')} it at once.`]
  const nextShare = next.weight === null ? '' : share(next.weight)
  switch (verb) {
    case 'roll-back':
      return {
        ...base,
        title: `Roll back ${flag} in ${environment}?`,
        body: [rollBackSentence(rollout), rollout.rollbackPlan, 'You can start a new rollout later.'].filter(Boolean),
        confirm: 'Roll back',
        cancel: 'Keep as is',
        danger: true,
        focusOn: 'confirm',
      }
    case 'stop': // asked in the palette, where the wrong object is one keystroke away, and where something is lost
      return {
        ...base,
        title: `Stop exposure of ${flag} in ${environment}?`,
        body: [`${people} go back to the safe version. ${rollout.name} waits at 0%.`],
        confirm: 'Stop exposure',
        cancel: 'Keep as is',
        danger: true,
        focusOn: 'confirm',
      }
    case 'advance':
      return {
        ...base,
        title: `Advance to ${nextShare} now?`,
        body: [
          ...reached,
          unmetSentence(rollout),
          unmetGates(rollout).length > 0 ? 'It goes on only with a reason.' : '',
        ].filter(Boolean),
        confirm: `Advance to ${nextShare}`,
        cancel: 'Wait',
        ...(unmetGates(rollout).length > 0 ? required('Reason to go on with gates not met') : {}),
      }
    case 'resume':
      return resumeDialog(rollout)
    case 'start':
      return {
        ...base,
        title: `Start ${flag} in ${environment}?`,
        body: [`${nextShare} of people get it. It pauses by itself when people are hurt.`, ...cautious(rollout)],
        confirm: nextShare ? `Start at ${nextShare}` : 'Start',
        ...(cautious(rollout).length > 0 ? required('Start anyway, because…') : {}),
      }
    case 'finish':
      return {
        ...base,
        title: `Finish ${flag}?`,
        body: [
          'Everyone keeps it and the comparison ends, holdback included. To turn it off later, use Stop exposure on the flag.',
        ],
        confirm: 'Finish',
      }
    case 'abandon':
      return {
        ...base,
        title: `Abandon ${rollout.name}?`,
        body: ['It ends before anyone had it. You can start a new rollout later.'],
        confirm: 'Abandon',
        cancel: 'Keep it',
      }
    case 'decline':
      return {
        ...base,
        title: `Decline ${nextShare} for ${flag}?`,
        body: ['The share stays where it is. Your reason is shown to its author.'],
        confirm: 'Decline',
        cancel: 'Back',
        ...required('Reason'),
      }
    case 'accept-risk':
      return {
        ...base,
        title: 'Accept the risk?',
        body: [`${people} stay with it, and it may go on. Other guardrails still stop it.`],
        confirm: 'Accept risk',
        cancel: 'Keep holding',
        ...required('Reason'),
      }
    case 'request-approval':
    case 'approve':
    case 'pause':
    case 'keep-paused':
    case 'undo':
      return { ...base, title: `${VERB_WORDS[verb]} ${flag}?`, body: [], confirm: VERB_WORDS[verb] }
    default:
      return verb satisfies never
  }
}

/** What lets it start only with a reason: `Overlap looked at: RO-139 runs here too.` */
const cautious = ({ readiness }: RolloutView): string[] =>
  (readiness ?? []).filter(({ state }) => state === 'caution').map(({ label, value }) => `${label}: ${value}.`)

const required = (noteLabel: string) => ({ note: 'required', noteLabel }) as const

function rollBackSentence({ peopleExposed, propagationS, state }: RolloutView): string {
  if (state === 'stopped' || peopleExposed === 0) return 'Nobody has it now; this ends the rollout.'
  const who = plural(peopleExposed, 'person goes', 'people go')
  const when = propagationS === null ? 'The time it takes is not measured yet.' : ''
  return `${who} back to the safe version${propagationS === null ? '.' : ` in about ${count(Math.max(1, Math.round(propagationS)))} s.`} ${when}`.trim()
}

function resumeDialog(rollout: RolloutView): VerbDialog {
  const { lastDecision, state } = rollout
  const stopped = state === 'stopped'
  const at = share(stopped ? (rollout.stages[0]?.weight ?? 0) : rollout.weight)
  const byPolicy = lastDecision?.by.kind === 'policy'
  const who = lastDecision ? `${lastDecision.sentence}.` : ''
  return {
    ...base,
    title: `Resume ${stopped ? 'from' : 'at'} ${at}?`,
    body: [
      stopped
        ? `It starts again at its first stage, ${at}, with people who had it before.`
        : 'The stage clock runs again and it may advance.',
      ...(byPolicy ? [who] : []),
    ],
    confirm: `Resume at ${at}`,
    cancel: stopped ? 'Keep stopped' : 'Keep paused',
    ...(byPolicy || isHarmful(rollout) ? required('Reason') : {}),
  }
}
