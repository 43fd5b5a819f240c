import { plural } from '@/lib/kernel/format'

/** What happened in the last seven days. */
export type Week = {
  started: number
  finished: number
  /** Rolled back by a policy, and by people. */
  rolledBack: { policy: number; people: number }
  incidentsOpened: number
  incidentsOpen: number
  feedbackIn: number
  /** Of these, answered or closed already. */
  feedbackDone: number
  clustersRising: number
}

/** The week of a workspace in one paragraph, for somebody who only reads. */
export function weekParagraph(week: Week): string {
  return [rollouts(week), incidents(week), feedback(week)].join(' ')
}

const was = (n: number): string => (n === 1 ? 'was' : 'were')

function rollouts({ started, finished, rolledBack }: Week): string {
  const back = rolledBack.policy + rolledBack.people
  if (started + finished + back === 0) return 'No rollout started or ended in the last 7 days.'
  const byPolicy =
    rolledBack.policy === 0
      ? ''
      : rolledBack.policy === back
        ? ' by policy'
        : `, ${rolledBack.policy} of them by policy`
  const parts = [
    started > 0 ? `${plural(started, 'rollout', 'rollouts')} started` : 'no rollout started',
    ...(finished > 0 ? [`${finished} reached everybody`] : []),
    ...(back > 0 ? [`${back} ${was(back)} rolled back${byPolicy}`] : []),
  ]
  return `In the last 7 days ${listed(parts)}.`
}

function incidents({ incidentsOpened, incidentsOpen }: Week): string {
  const now =
    incidentsOpen === 0 ? 'none is open now' : `${incidentsOpen} ${incidentsOpen === 1 ? 'is' : 'are'} open now`
  if (incidentsOpened === 0) return incidentsOpen === 0 ? 'There was no incident.' : `No incident was opened; ${now}.`
  return `${plural(incidentsOpened, 'incident', 'incidents')} ${was(incidentsOpened)} opened; ${now}.`
}

function feedback({ feedbackIn, feedbackDone, clustersRising }: Week): string {
  if (feedbackIn === 0) return 'Nobody wrote to us.'
  const rising =
    clustersRising === 0
      ? ''
      : ` People write more and more about ${clustersRising === 1 ? 'one thing' : `${clustersRising} things`}.`
  return `${plural(feedbackIn, 'piece of feedback', 'pieces of feedback')} came in, ${feedbackDone === 0 ? 'none' : feedbackDone} of them answered or closed so far.${rising}`
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
